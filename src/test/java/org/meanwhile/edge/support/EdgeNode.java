package org.meanwhile.edge.support;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Keyring;
import org.meanwhile.contract.support.Server;

/**
 * The one node behind all proxies, started with {@code payara-config/pre-boot-behind-proxy.txt}.
 *
 * @param healthPort the port of its second listener
 * @param honest the token of an ordinary caller
 * @param hidden the token of the caller for whom attackers hide requests
 * @param operator the token of an operator
 */
public record EdgeNode(Server server, int healthPort, String honest, String hidden, String operator)
    implements CloseableResource {

  static EdgeNode start() {
    Server server = new Server("edge");
    int healthPort = Proxy.freePort();
    Keyring keys = new Keyring(server.directory());
    String honest = keys.token("honest", "submitter");
    String hidden = keys.token("hidden", "submitter");
    String operator = keys.token("operator", "operator");
    keys.guard(server)
        .with("meanwhile.proxy", true)
        .with("meanwhile.download.proxy-header", "X-Accel-Redirect")
        .with("meanwhile.download.cache.directory", files(server))
        .withPreBoot(
            new ConfigText("pre-boot-behind-proxy.txt")
                .replace("--listenerport=8081", "--listenerport=" + healthPort)
                .writeTo(server.directory().resolve("pre-boot.txt")))
        .start();
    return new EdgeNode(server, healthPort, honest, hidden, operator);
  }

  /** Where it keeps files of outputs. */
  public Path files() {
    return files(server);
  }

  private static Path files(Server server) {
    return server.directory().resolve("downloads");
  }

  /** Whether the node has run the request that an attacker hid. It is asked without a proxy. */
  public boolean hasRun(Attack.Hidden request) {
    Client direct = server.client().with(hidden);
    return direct.ask().get("/job/{id}/status", request.id()).statusCode() != 404;
  }

  @Override
  public void close() {
    server.close();
  }
}
