package org.meanwhile.servers;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanwhile.contract.support.Server;

/**
 * Payara Micro 6, which all other tests run on JDK 17, by the JDK that {@code JDK25_HOME} names.
 */
@EnabledIfSystemProperty(named = "it.servers.jdk", matches = "/.+")
class PayaraMicro6OnLaterJdkIT extends ServerContract {

  @Override
  Server make() {
    return new Server("payara-micro-6-later-jdk")
        .on(Path.of(System.getProperty("it.servers.jdk")), Server.payaraMicro());
  }
}
