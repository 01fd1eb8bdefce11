package org.meanwhile.api.wait;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.meanwhile.job.JobView;
import org.meanwhile.job.log.LogLine;
import org.meanwhile.watch.GrowthWatcher;
import org.meanwhile.watch.JobWatcher;

/**
 * A stream of events to one client, written without ever blocking on the client.
 *
 * <p>Only the newest view of the job is kept. A client that reads slowly misses the events in
 * between and gets the state that they led to. A client that takes nothing for {@code
 * meanwhile.events.stall} is given up.
 *
 * <p>Each change, tick of time, and notice of room in the client's buffer is a signal. The first of
 * several signals asks the executor for a thread, which writes until it has seen all of them. So
 * only one thread writes at a time, and no lock is held while it calls the container, which calls
 * back.
 *
 * <p>Weakness: an application cannot break a connection. When a client is given up, Payara keeps
 * its connection and the bytes written before, until the client reads or disconnects: at most 256
 * KiB in the heap with the write buffer that {@code payara-config/pre-boot.txt} sets, 10 MB
 * without.
 */
final class EventStream implements JobWatcher, GrowthWatcher, WriteListener {
  /** Browsers reconnect 2 s after a connection broke. */
  private static final byte[] OPENING = utf8("retry: 2000\n\n");

  private static final byte[] COMMENT = utf8(":\n\n");

  private final ServletOutputStream out;
  private final Encoder encoder;
  private final Optional<LogTail> tail;
  private final Executor executor;
  private final Times times;
  private final BooleanSupplier admitted;
  private final Runnable onEnd;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private JobView newest;
  private volatile boolean closing;
  private volatile boolean revoked;
  private volatile long writtenNanos;
  private volatile long fullSinceNanos;
  private volatile boolean full;

  // Used by the writing thread only.
  private LastEventId sent;
  private boolean opened;
  private boolean unflushed;
  private boolean terminalSent;

  /** Makes the bytes of events. */
  interface Encoder {
    byte[] status(JobView view, Optional<LastEventId> withLine);

    byte[] lines(List<LogLine> lines, LastEventId sent);
  }

  /**
   * @param commentNanos after what silence a comment is sent, so that proxies keep the connection
   * @param stallNanos how long the client may take nothing
   * @param nanoTime {@link System#nanoTime}, except in tests
   */
  record Times(long commentNanos, long stallNanos, LongSupplier nanoTime) {}

  /**
   * @param out of a response whose status and fields are set
   * @param view the job, which is sent unless the client has it
   * @param last the newest event that the client has
   * @param encoder makes the bytes of events
   * @param tail of the job's log; empty when the client does not want it
   * @param admitted whether the client may still have them; asked several times a second
   * @param onEnd called once, when the stream has ended
   */
  EventStream(
      ServletOutputStream out,
      JobView view,
      LastEventId last,
      Encoder encoder,
      Optional<LogTail> tail,
      Executor executor,
      Times times,
      BooleanSupplier admitted,
      Runnable onEnd) {
    this.out = out;
    this.newest = view;
    this.sent = last;
    this.encoder = encoder;
    this.tail = tail;
    this.executor = executor;
    this.times = times;
    this.admitted = admitted;
    this.writtenNanos = times.nanoTime().getAsLong();
    this.onEnd = onEnd;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Begins to send; called once, by the thread of the request. */
  void open() {
    out.setWriteListener(this);
  }

  @Override
  public void changed(JobView view) {
    if (isNewer(view)) {
      signal();
    }
  }

  @Override
  public void grown(long latest) {
    if (tail.filter(log -> log.grown(latest)).isPresent()) {
      signal();
    }
  }

  /** Views may arrive out of order, and the same one twice. */
  private synchronized boolean isNewer(JobView view) {
    boolean isNewer = view.job().version() > newest.job().version();
    if (isNewer) {
      newest = view;
    }
    return isNewer;
  }

  private synchronized JobView newest() {
    return newest;
  }

  /** Ends the stream; when the client reconnects, it is answered that there is no such job. */
  @Override
  public void deleted() {
    close();
  }

  /** Ends the stream when its token is over: the client's next request then tells it so. */
  @Override
  public void timePassed(long nanos) {
    revoked = revoked || !admitted.getAsBoolean();
    if (revoked) {
      close();
    } else if (full && nanos - fullSinceNanos > times.stallNanos()) {
      end();
    } else if (!full && nanos - writtenNanos > times.commentNanos()) {
      signal();
    }
  }

  @Override
  public void close() {
    closing = true;
    if (full) {
      end();
    } else {
      signal();
    }
  }

  @Override
  public void onWritePossible() {
    full = false;
    signal();
  }

  @Override
  public void onError(Throwable disconnect) {
    end();
  }

  private void signal() {
    if (signals.getAndIncrement() == 0) {
      executor.execute(this::write);
    }
  }

  private void write() {
    int seen = 1;
    do {
      try {
        writeAll();
      } catch (IOException | RuntimeException disconnect) {
        end();
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Writes and flushes in turns; before each the container is asked whether there is room. */
  private void writeAll() throws IOException {
    while (!ended.get()) {
      if (revoked) {
        end();
        return;
      }
      if (!unflushed && !isDue()) {
        if (terminalSent || closing) {
          end();
        }
        return;
      }
      if (!hasRoom()) {
        return;
      }
      if (unflushed) {
        out.flush();
      } else {
        out.write(next());
      }
      unflushed = !unflushed;
      writtenNanos = times.nanoTime().getAsLong();
    }
  }

  /** When there is no room, the container calls {@link #onWritePossible} as soon as there is. */
  private boolean hasRoom() {
    if (full) {
      return false;
    }
    // Set before isReady: the container may call onWritePossible at once, on another thread, and
    // the stream must not be marked as full after that.
    fullSinceNanos = times.nanoTime().getAsLong();
    full = true;
    boolean ready = out.isReady();
    if (ready) {
      full = false;
    }
    return ready;
  }

  private boolean isDue() {
    return !opened
        || !sent.covers(newest())
        || tail.filter(LogTail::isDue).isPresent()
        || !terminalSent && times.nanoTime().getAsLong() - writtenNanos > times.commentNanos();
  }

  private byte[] next() {
    if (!opened) {
      opened = true;
      return OPENING;
    }
    JobView view = newest();
    boolean terminal = view.job().status().ended();
    // All lines are stored before a job ends, and nothing follows its last event.
    if (tail.isPresent() && (terminal || sent.covers(view) && tail.get().isDue())) {
      List<LogLine> lines = tail.get().next().lines();
      if (!lines.isEmpty()) {
        byte[] events = encoder.lines(lines, sent);
        sent = sent.withLine(tail.get().sent());
        return events;
      }
    }
    if (sent.covers(view)) {
      return COMMENT;
    }
    sent = LastEventId.of(view, sent.line());
    terminalSent = terminal;
    return encoder.status(view, tail.map(log -> sent));
  }

  boolean hasEnded() {
    return ended.get();
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      onEnd.run();
    }
  }
}
