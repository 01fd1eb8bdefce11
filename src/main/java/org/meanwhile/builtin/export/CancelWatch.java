package org.meanwhile.builtin.export;

import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.meanwhile.operation.Task;

/**
 * Cancels a statement when its job is cancelled. A thread that waits for a database does not notice
 * an interrupt, so a second thread checks for the cancellation: a daemon that lives as long as the
 * statement, checks every 250 ms, and needs nothing of the container.
 *
 * <p>The daemon cancels every 250 ms until it is closed: a cancellation that comes before the
 * statement has reached the database is lost. {@link #close} waits for the daemon, so that no
 * cancellation hits a later statement of the connection.
 */
final class CancelWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CancelWatch.class.getName());
  private static final long INTERVAL_MILLIS = 250;

  private final Task task;
  private final PreparedStatement statement;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "export-cancel-watch");

  CancelWatch(Task task, PreparedStatement statement) {
    this.task = task;
    this.statement = statement;
    thread.setDaemon(true);
    thread.start();
  }

  ResultSet executeQuery() throws SQLException {
    return statement.executeQuery();
  }

  private void watch() {
    try {
      while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          task.checkCanceled();
        } catch (CancellationException e) {
          cancel();
        }
      }
    } catch (InterruptedException e) {
      // Nothing interrupts this thread but the end of the JVM.
      Thread.currentThread().interrupt();
    }
  }

  private void cancel() {
    try {
      statement.cancel();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "A statement could not be cancelled; this is retried", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
