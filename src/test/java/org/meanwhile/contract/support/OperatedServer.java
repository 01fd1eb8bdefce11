package org.meanwhile.contract.support;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Passes the one shared server whose operations are paused, and which is drained, by tests: they
 * would hold up those of other servers. Its heart beats often.
 */
public final class OperatedServer extends OneForAll<OperatedServer.Operated> {
  public static final int MAX_SCHEDULES = 7;
  public static final int MAX_UNFINISHED = 3;

  /** The server, and the source of its tokens. */
  public record Operated(Server server, Keyring keys) implements CloseableResource {
    private static Operated start() {
      Server server = new Server("operated");
      Keyring keys = new Keyring(server.directory());
      keys.token("first", "submitter");
      keys.guard(server)
          .with("meanwhile.operations", "simulate,sort,bulk,tick,resize")
          .with("meanwhile.operations.sort.groups", "sorters")
          .with("meanwhile.command.tick.line", "echo tick")
          .with("meanwhile.worker.resize.title", "Resize a picture")
          .with("meanwhile.work.heartbeat", "PT0.2S")
          .with("meanwhile.caller.max-unfinished-jobs", MAX_UNFINISHED)
          .with("meanwhile.schedule.max-per-caller", MAX_SCHEDULES)
          .with("meanwhile.callback.allow", "127.0.0.1/32")
          .start();
      return new Operated(server, keys);
    }

    /** A client whose token the server accepts. */
    public Client client(String name, String groups) {
      Client client = server.client().with(keys.token(name, groups));
      Awaitility.await().until(() -> client.askWrongly().get("/job").statusCode() == 200);
      return client;
    }

    @Override
    public void close() {
      server.close();
    }
  }

  public OperatedServer() {
    super(Operated.class, Operated::start);
  }
}
