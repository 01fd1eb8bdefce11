package org.meanwhile.contract.support;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Passes the one shared server whose operations workers elsewhere do. */
public final class WorkerServer extends OneForAll<WorkerServer.WithWorkers> {
  /** The server, with operations of several terms. */
  public record WithWorkers(Server server) implements CloseableResource {
    private static WithWorkers start() {
      Server server =
          new Server("workers")
              .with("meanwhile.worker.resize.title", "Resize a picture")
              .with(
                  "meanwhile.worker.resize.parameters",
                  "{\"properties\":{\"width\":{\"type\":\"integer\"}},\"additionalProperties\":false}")
              .with("meanwhile.worker.resize.takes", "*/*")
              .with("meanwhile.worker.resize.file-required", "false")
              .with("meanwhile.worker.resize.yields", "text/plain")
              .with("meanwhile.worker.shot.title", "Take a picture")
              .with("meanwhile.worker.brief.lease", "PT1S")
              .with("meanwhile.worker.fleeting.lease", "PT1S")
              .with("meanwhile.worker.picture.yields", "text/plain")
              .with("meanwhile.worker.grow.append-only", "true")
              .with("meanwhile.worker.few.max-leases", "2")
              .with("meanwhile.worker.few.max-attempts", "2")
              .with("meanwhile.worker.tried.max-attempts", "2")
              .with("meanwhile.worker.scripted.takes", "*/*")
              .with("meanwhile.worker.scripted.file-required", "false")
              .with("meanwhile.worker.scripted.max-attempts", "2")
              .with("meanwhile.worker.lonely.title", "No worker does it")
              .with("meanwhile.worker.hurried.title", "Asked for at once after another")
              .with("meanwhile.worker.queued.title", "A queue of its own")
              .with("meanwhile.worker.halted.title", "Paused by a test")
              .with("meanwhile.work.back-off", "PT0.1S");
      server.start();
      return new WithWorkers(server);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  public WorkerServer() {
    super(WithWorkers.class, WithWorkers::start);
  }
}
