package org.meanwhile.contract.support;

import java.net.URI;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Passes the one shared server to tests that has a public address: it stands below a context root,
 * and clients see it below another path, through a proxy that tells it nothing.
 */
public final class PrefixedServer extends OneForAll<PrefixedServer.Prefixed> {
  public static final String CONTEXT_ROOT = "/work";

  /**
   * The server, its proxy, and a token of an operator.
   *
   * @param root the server's own address, with a slash at its end
   */
  public record Prefixed(Server server, PrefixProxy proxy, URI root, String token)
      implements CloseableResource {
    private static Prefixed start() {
      PrefixProxy proxy = new PrefixProxy("/public/jobs/");
      Server server = new Server("prefixed").at(CONTEXT_ROOT);
      Keyring keys = new Keyring(server.directory());
      String token = keys.token("prefixed", "submitter,operator");
      keys.guard(server)
          .with("meanwhile.url", proxy.uri())
          .with("meanwhile.callback.allow", "127.0.0.1/32")
          .start();
      URI root = server.uri().resolve(CONTEXT_ROOT + "/");
      proxy.to(root);
      return new Prefixed(server, proxy, root, token);
    }

    /** A client that goes past the proxy. */
    public Client client() {
      return new Client(server.uri().resolve(CONTEXT_ROOT)).with(token);
    }

    @Override
    public void close() {
      server.close();
      proxy.close();
    }
  }

  public PrefixedServer() {
    super(Prefixed.class, Prefixed::start);
  }
}
