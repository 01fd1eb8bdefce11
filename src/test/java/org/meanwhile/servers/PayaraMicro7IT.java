package org.meanwhile.servers;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanwhile.contract.support.Server;

/** Payara Micro 7, of Jakarta EE 11, by the JDK that {@code JDK25_HOME} names. */
@EnabledIfSystemProperty(named = "it.servers.jdk", matches = "/.+")
class PayaraMicro7IT extends ServerContract {

  @Override
  Server make() {
    return new Server("payara-micro-7")
        .on(
            Path.of(System.getProperty("it.servers.jdk")),
            Path.of(System.getProperty("it.servers"), "payara-micro.jar").toAbsolutePath());
  }
}
