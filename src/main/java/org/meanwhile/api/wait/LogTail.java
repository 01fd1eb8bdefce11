package org.meanwhile.api.wait;

import java.util.function.LongFunction;
import org.meanwhile.job.log.LogPage;

/**
 * How much of its job's log a stream has sent. {@link #grown} is called by any thread, everything
 * else by the one that writes.
 */
final class LogTail {
  private final LongFunction<LogPage> reader;
  private volatile long latest;
  private volatile long sent;

  /**
   * @param reader reads the page behind a line; may ask the database
   * @param sent the newest line that the client has
   */
  LogTail(LongFunction<LogPage> reader, long sent) {
    this.reader = reader;
    this.latest = sent;
    this.sent = sent;
  }

  /** The log has a line of this number; false when that was known. */
  boolean grown(long seq) {
    boolean newer = seq > latest;
    if (newer) {
      latest = seq;
    }
    return newer;
  }

  boolean isDue() {
    return latest > sent;
  }

  /** The next lines to send; none when the log has no further ones, or what it had is deleted. */
  LogPage next() {
    LogPage page = reader.apply(sent);
    sent = page.lines().isEmpty() ? Math.max(sent, latest) : page.next();
    return page;
  }

  long sent() {
    return sent;
  }
}
