package org.meanwhile.contract.support;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Passes the one shared server that the clients in {@code src/client} talk to. */
public final class ClientsServer extends OneForAll<ClientsServer.Clients> {

  /** The server, which delivers callbacks on this machine. */
  public record Clients(Server server) implements CloseableResource {
    private static Clients start() {
      return new Clients(
          new Server("clients-server")
              .with("meanwhile.callback.allow", "127.0.0.1/32")
              .with("meanwhile.command.tell.line", "sh -c 'cat >&2'")
              .with("meanwhile.command.tell.takes", "*/*")
              .with("meanwhile.worker.shout.takes", "text/plain")
              .with("meanwhile.worker.shout.yields", "text/plain")
              .with("meanwhile.worker.copy.takes", "*/*")
              .with("meanwhile.worker.steps.parameters", parameters("steps", "seconds"))
              .with("meanwhile.worker.steps.yields", "text/plain")
              .with("meanwhile.worker.steps.lease", "PT3S")
              .with(
                  "meanwhile.worker.break.parameters",
                  parameters("code", "failures", "checkpointBytes"))
              .with("meanwhile.worker.break.max-attempts", 2)
              .with("meanwhile.worker.idle.lease", "PT3S")
              .with("meanwhile.callback.poll-interval", "PT0.1S")
              .start());
    }

    private static String parameters(String... names) {
      return "{\"properties\": {\"" + String.join("\": {}, \"", names) + "\": {}}}";
    }

    public Client client() {
      return server.client();
    }

    /** A way to it on which things go wrong. */
    public FaultyProxy faulty() {
      return new FaultyProxy(server.port());
    }

    @Override
    public void close() {
      server.close();
    }
  }

  public ClientsServer() {
    super(Clients.class, Clients::start);
  }
}
