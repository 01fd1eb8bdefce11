package org.meanwhile.work;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.Lease;
import org.meanwhile.job.log.LogBatch;
import org.meanwhile.job.log.LogStore;
import org.meanwhile.platform.VisibleText;

/**
 * The log of a run: lines that its operation has written and that are not stored yet, and how much
 * of the job's log is stored. A run never waits for its log, and no line is refused: beyond {@value
 * #LINES_PER_SECOND} lines a second, {@value #MAX_LINES} lines and {@value #MAX_BYTES} bytes the
 * oldest lines are dropped.
 *
 * <p>Thread-safe. Any thread of the operation writes lines; one thread at a time stores them.
 */
final class RunLog {
  static final int LINES_PER_SECOND = LogBatch.LINES_PER_SECOND;
  static final int MAX_LINES = LogBatch.MAX_LINES_OF_JOB;
  static final int MAX_BYTES = LogBatch.MAX_BYTES_OF_JOB;

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private record Line(long writtenNanos, String level, String text, int sizeBytes) {}

  private final Lease lease;
  private final int attempt;
  private final LogStore store;
  private final LongSupplier nanoTime;

  // What waits; guarded by this.
  private final Deque<Line> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long dropped;

  // What is stored; used by the one thread that stores, which holds the monitor of it.
  private final Deque<LogStore.Stored> stored = new ArrayDeque<>();
  private @Nullable LogBatch unsure;
  private boolean resumed;
  private long lastSeq;
  private long storedLines;
  private long storedBytes;
  private double allowance = LINES_PER_SECOND;
  private long allowedNanos;

  RunLog(Lease lease, int attempt, LogStore store, LongSupplier nanoTime) {
    this.lease = lease;
    this.attempt = attempt;
    this.store = store;
    this.nanoTime = nanoTime;
    this.allowedNanos = nanoTime.getAsLong();
  }

  /** Writes each line of the text. Of a line beyond 4 KiB the rest is cut off. */
  void write(Level level, String text) {
    String word = word(level);
    long now = nanoTime.getAsLong();
    String plain = VisibleText.lines(text.replace("\r\n", "\n").replace('\r', '\n'));
    Stream<String> lines = plain.isEmpty() ? Stream.of("") : plain.lines();
    lines.forEach(line -> add(line(now, word, line)));
  }

  private static String word(Level level) {
    return switch (level) {
      case TRACE, DEBUG, WARNING, ERROR -> level.name().toLowerCase(Locale.ROOT);
      case ALL, INFO, OFF -> "info";
    };
  }

  private static Line line(long now, String level, String text) {
    String cut = LogBatch.Line.cut(text);
    return new Line(now, level, cut, cut.getBytes(StandardCharsets.UTF_8).length);
  }

  private synchronized void add(Line line) {
    waiting.add(line);
    waitingBytes += line.sizeBytes();
    while (waiting.size() > MAX_LINES || waitingBytes > MAX_BYTES) {
      dropOldest();
    }
  }

  private void dropOldest() {
    waitingBytes -= waiting.remove().sizeBytes();
    dropped++;
  }

  /** Whether there may be something to store. */
  synchronized boolean isWaiting() {
    return unsure != null || !waiting.isEmpty();
  }

  /**
   * Stores what waits, as far as the rate allows.
   *
   * @param last whether no further lines come: then the newest lines are stored whatever the rate
   */
  void store(boolean last) {
    synchronized (stored) {
      resume();
      while (isWaiting()) {
        Optional<LogBatch> batch = next(last);
        if (batch.isEmpty()) {
          return;
        }
        append(batch.get());
      }
    }
  }

  /** An earlier run may have written lines. */
  private void resume() {
    if (!resumed) {
      store.stored(lease.job()).forEach(this::count);
      resumed = true;
    }
  }

  private void count(LogStore.Stored batch) {
    stored.add(batch);
    lastSeq = batch.lastSeq();
    storedLines += batch.lines();
    storedBytes += batch.sizeBytes();
  }

  /** The next batch; one whose storing has failed comes again, because it may be stored. */
  private Optional<LogBatch> next(boolean last) {
    if (unsure != null) {
      return Optional.of(unsure);
    }
    int allowed = allowed(last);
    if (allowed == 0) {
      return Optional.empty();
    }
    List<LogBatch.Line> lines = new ArrayList<>();
    long first;
    synchronized (this) {
      while (waiting.size() > allowed) {
        dropOldest();
      }
      first = lastSeq + dropped + 1;
      dropped = 0;
      take(lines);
    }
    allowance -= lines.size();
    unsure = new LogBatch(lease, attempt, first, List.copyOf(lines));
    return Optional.of(unsure);
  }

  private void take(List<LogBatch.Line> lines) {
    long now = nanoTime.getAsLong();
    while (!waiting.isEmpty() && lines.size() < LogBatch.MAX_LINES) {
      Line line = waiting.remove();
      waitingBytes -= line.sizeBytes();
      long age = TimeUnit.NANOSECONDS.toMillis(Math.max(0, now - line.writtenNanos()));
      lines.add(new LogBatch.Line(age, line.level(), line.text()));
    }
  }

  /** While the database is away the allowance grows: what a run writes then is not too fast. */
  private int allowed(boolean last) {
    long now = nanoTime.getAsLong();
    allowance += (now - allowedNanos) / NANOS_PER_SECOND * LINES_PER_SECOND;
    allowedNanos = now;
    allowance = Math.min(allowance, MAX_LINES);
    return (int) (last ? Math.max(allowance, LINES_PER_SECOND) : allowance);
  }

  private void append(LogBatch batch) {
    LogStore.Stored entry =
        new LogStore.Stored(batch.lastSeq(), batch.lines().size(), batch.sizeBytes());
    store.append(batch, trimTo(entry));
    unsure = null;
    allowance = Math.min(allowance, LINES_PER_SECOND);
    count(entry);
  }

  /** Forgets the oldest batches that are too many together with a further one. */
  private long trimTo(LogStore.Stored further) {
    long trimTo = 0;
    while (!stored.isEmpty()
        && (storedLines + further.lines() > MAX_LINES
            || storedBytes + further.sizeBytes() > MAX_BYTES)) {
      LogStore.Stored oldest = stored.remove();
      storedLines -= oldest.lines();
      storedBytes -= oldest.sizeBytes();
      trimTo = oldest.lastSeq();
    }
    return trimTo;
  }
}
