package org.meanwhile.client;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One lease, from its first renewal to its end. */
record LeaseRun(Lease lease, Handler handler) {
  private static final Logger LOG = System.getLogger(Worker.class.getName());

  /** The body of a thread. */
  void run(BooleanSupplier stopping) {
    LeaseLine line = lease.line();
    try {
      Optional<Map<String, Object>> outcome = Optional.empty();
      // At once: the server takes back what is not used within seconds.
      if (!stopping.getAsBoolean() && line.renew()) {
        Thread renewals = new Thread(line::keepAlive, "lease of " + lease.job());
        renewals.setDaemon(true);
        renewals.start();
        outcome = handle();
      }
      line.finish();
      settle(outcome);
    } catch (IOException | InterruptedException e) {
      // Nothing is lost: the lease runs out, and another worker gets the job.
      LOG.log(Level.WARNING, "a job is left to the end of its lease: " + lease.job(), e);
    }
  }

  private Optional<Map<String, Object>> handle() {
    lease.line().handledBy(Thread.currentThread());
    try {
      handler.run(lease);
      return Optional.of(Map.of("outcome", "succeeded"));
    } catch (Failure e) {
      return Optional.of(failed(e.code(), e.getMessage(), e.retry()));
    } catch (Throwable e) { // an Error, too: its lease must not be renewed for ever
      if (lease.isOver()) {
        return Optional.empty();
      }
      LOG.log(Level.WARNING, "job " + lease.job(), e);
      return Optional.of(failed("worker-failed", e.toString(), true));
    } finally {
      lease.line().handledBy(null);
      Thread.interrupted(); // what follows is the worker's own business
    }
  }

  private static Map<String, Object> failed(String code, String message, boolean retry) {
    String text = message == null ? code : message;
    return Map.of(
        "outcome", "failed", "retry", retry, "error", Map.of("code", code, "message", text));
  }

  private void settle(Optional<Map<String, Object>> outcome)
      throws IOException, InterruptedException {
    if (lease.line().hasNoEnd()) {
      LOG.log(
          Level.INFO,
          "job {0} was taken from this worker; what it did does not count",
          lease.job());
    } else if (outcome.isEmpty()) {
      lease.line().handBack();
    } else if (!lease.line().settle(outcome.get())) {
      LOG.log(
          Level.WARNING, "job {0} had ended otherwise, or was taken from this worker", lease.job());
    }
  }
}
