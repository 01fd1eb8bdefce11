package org.meanwhile.contract.support;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Passes the one shared server that requires tokens to tests. Its quotas are small; a test that
 * reaches a quota uses a caller of its own.
 */
public final class TokenServer extends OneForAll<TokenServer.Guarded> {
  public static final int SLOTS = 4;
  public static final int CALLER_SLOTS = 3;
  public static final int CALLER_BYTES = 100_000;
  public static final int SUBMITS_PER_MINUTE = 120;
  public static final int CALLER_BODIES = 3;

  /** The server, and the source of its tokens. */
  public record Guarded(Server server, Keyring keys) implements CloseableResource {
    private static Guarded start() {
      Server server = new Server("tokens");
      Keyring keys = new Keyring(server.directory());
      keys.token("first", "submitter");
      keys.guard(server)
          .with(
              "meanwhile.operations", "backup,bulk,export,simulate,sort,remote,remote-other,report")
          .with("meanwhile.worker.remote.title", "Done elsewhere")
          .with("meanwhile.worker.remote-other.title", "Done elsewhere, too")
          .with("meanwhile.worker.report.yields", "text/plain")
          .with(
              "meanwhile.worker.report.parameters",
              "{\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}")
          .with("meanwhile.work.slots", SLOTS)
          .with("meanwhile.work.caller-slots", CALLER_SLOTS)
          .with("meanwhile.caller.max-bytes", CALLER_BYTES)
          .with("meanwhile.body.caller-waiting", CALLER_BODIES)
          .with("meanwhile.caller.submits-per-minute", SUBMITS_PER_MINUTE)
          .start();
      return new Guarded(server, keys);
    }

    /** Creates a token, and waits until the server accepts it. */
    public String token(String name, String groups) {
      String token = keys.token(name, groups);
      Client client = server.client().with(token);
      Awaitility.await().until(() -> client.askWrongly().get("/job").statusCode() == 200);
      return token;
    }

    @Override
    public void close() {
      server.close();
    }
  }

  public TokenServer() {
    super(Guarded.class, Guarded::start);
  }
}
