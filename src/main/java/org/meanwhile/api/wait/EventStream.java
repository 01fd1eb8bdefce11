package org.meanwhile.api.wait;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.meanwhile.api.http.LastEventId;
import org.meanwhile.job.JobView;
import org.meanwhile.watch.BoundedExecutor;
import org.meanwhile.watch.JobWatcher;

/**
 * One stream of events to one client, written without ever waiting for it.
 *
 * <p>What is kept for a client that reads slowly is the newest view of its job and no more: events
 * that it was too slow for are not sent, the state that they led to is. A client that takes nothing
 * for too long is given up.
 *
 * <p>Whatever happens (a change, time, room in the client's buffer) is a signal; the first of
 * several calls for a helper, which goes on until it has seen all of them. So only one thread
 * writes at a time, and no lock is held while it calls the container, which calls back.
 */
final class EventStream implements JobWatcher, WriteListener {
  /** How soon a browser comes back after a connection that broke. */
  private static final byte[] OPENING = bytes("retry: 2000\n\n");

  private static final byte[] COMMENT = bytes(":\n\n");

  private final ServletOutputStream out;
  private final Function<JobView, byte[]> event;
  private final BoundedExecutor chores;
  private final Times times;
  private final Runnable ending;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private JobView newest;
  private volatile boolean closing;
  private volatile long writtenNanos = System.nanoTime();
  private volatile long fullSinceNanos;
  private volatile boolean full;

  // Of the thread that writes.
  private LastEventId sent;
  private boolean opened;
  private boolean unflushed;
  private boolean terminalSent;

  /**
   * @param commentNanos after what silence a comment is sent
   * @param stallNanos how long the client may take nothing
   */
  record Times(long commentNanos, long stallNanos) {}

  /**
   * @param out of an answer with its status and fields set
   * @param view the job, which is sent unless the client has it
   * @param event the bytes of an event
   * @param ending called once, when the stream is over
   */
  EventStream(
      ServletOutputStream out,
      JobView view,
      LastEventId has,
      Function<JobView, byte[]> event,
      BoundedExecutor chores,
      Times times,
      Runnable ending) {
    this.out = out;
    this.newest = view;
    this.sent = has;
    this.event = event;
    this.chores = chores;
    this.times = times;
    this.ending = ending;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Begins to send, by the thread of the request. */
  void open() {
    out.setWriteListener(this);
  }

  @Override
  public void changed(JobView job) {
    if (isNews(job)) {
      signal();
    }
  }

  private synchronized boolean isNews(JobView job) {
    boolean news = job.job().version() > newest.job().version();
    if (news) {
      newest = job;
    }
    return news;
  }

  private synchronized JobView newest() {
    return newest;
  }

  /** A client that comes back is told that there is no such job. */
  @Override
  public void deleted() {
    close();
  }

  @Override
  public void timePassed(long nanos) {
    if (full && nanos - fullSinceNanos > times.stallNanos()) {
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
  public void onError(Throwable gone) {
    end();
  }

  private void signal() {
    if (signals.getAndIncrement() == 0) {
      chores.execute(this::write);
    }
  }

  private void write() {
    int seen = 1;
    do {
      try {
        writeAll();
      } catch (IOException | RuntimeException gone) {
        end();
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void writeAll() throws IOException {
    while (!over.get()) {
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
      writtenNanos = System.nanoTime();
    }
  }

  /** When there is none, the container says as soon as there is. */
  private boolean hasRoom() {
    if (full) {
      return false;
    }
    // Before it is asked: the container may answer at once, by another thread.
    fullSinceNanos = System.nanoTime();
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
        || !terminalSent && System.nanoTime() - writtenNanos > times.commentNanos();
  }

  private byte[] next() {
    if (!opened) {
      opened = true;
      return OPENING;
    }
    JobView view = newest();
    if (sent.covers(view)) {
      return COMMENT;
    }
    sent = LastEventId.of(view);
    terminalSent = view.job().status().ended();
    return event.apply(view);
  }

  boolean isOver() {
    return over.get();
  }

  private void end() {
    if (over.compareAndSet(false, true)) {
      ending.run();
    }
  }
}
