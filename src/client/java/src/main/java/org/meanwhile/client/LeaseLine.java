package org.meanwhile.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.meanwhile.client.LeaseOver.Reason;

/**
 * What is said between a worker and the server about one lease: renewals with progress and
 * checkpoints, lines of the log, the end. Thread-safe.
 */
final class LeaseLine {
  /** Progress and lines are sent at most so often. */
  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A renewal is due after a third of the time for which the lease holds. */
  private static final int RENEWALS = 3;

  private static final Duration UNKNOWN = Duration.ofSeconds(30);

  private final Http http;
  private final URI uri;
  private final LeaseNews news = new LeaseNews();
  private final ReentrantLock sending = new ReentrantLock();
  private final Object handling = new Object();
  private final AtomicReference<Problem> refusal = new AtomicReference<>();
  private Thread handler;
  private volatile Reason over;
  private volatile long dueNanos = System.nanoTime();
  private volatile long lostNanos = System.nanoTime();

  // A request that hangs must not take all of the lease's time. The first one has five seconds.
  private volatile Duration silence = Duration.ofSeconds(4);

  LeaseLine(Http http, URI uri) {
    this.http = http;
    this.uri = uri;
  }

  URI below(String path) {
    return URI.create(uri + "/" + path);
  }

  boolean isOver() {
    return over != null;
  }

  /** Whether the server has the job back already. */
  boolean hasNoEnd() {
    return over == Reason.LOST || over == Reason.SUSPENDED;
  }

  void check() {
    Reason reason = over;
    if (reason != null) {
      throw new LeaseOver(reason);
    }
    Problem refused = refusal.getAndSet(null);
    if (refused != null) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  /** The thread to interrupt when the handler shall stop; null when it runs no more. */
  void handledBy(Thread thread) {
    synchronized (handling) {
      handler = thread;
    }
  }

  /** Only the first reason counts. */
  void end(Reason reason) {
    synchronized (handling) {
      if (over == null) {
        over = reason;
        if (handler != null) {
          handler.interrupt();
        }
      }
    }
  }

  void say(String member, Object value) {
    check();
    news.put(member, value);
  }

  void log(String text) {
    check();
    news.addLine(text);
  }

  /** Tells the server that this worker lives; returns whether the lease still holds. */
  boolean renew() throws InterruptedException {
    sending.lock();
    Map<String, Object> sent = news.takeMembers();
    try {
      patch(sent);
    } catch (IOException e) {
      failed(e, sent);
    } finally {
      sending.unlock();
    }
    return over == null;
  }

  private void failed(IOException failure, Map<String, Object> unsent) {
    if (failure instanceof Problem problem && problem.saysThatTheLeaseIsOver()) {
      end(Reason.LOST);
    } else if (failure instanceof Problem problem
        && !problem.asksToComeBack()
        && !problem.isAboutTheToken()) {
      // What the handler has said is wrong, such as a checkpoint that is too large: it is told.
      refusal.set(problem);
    } else {
      news.keep(unsent);
      triedInVain();
    }
  }

  private void patch(Map<String, Object> sent) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpRequest.Builder request =
        http.request("PATCH", uri)
            .header("Content-Type", "application/merge-patch+json")
            .timeout(silence)
            .method("PATCH", BodyPublishers.ofString(Json.write(sent)));
    try (Answer answer = http.once(request)) {
      Map<String, Object> told = answer.json();
      long holds = holds(told.get("expiresAt"), answer).toNanos();
      dueNanos = start + holds / RENEWALS;
      lostNanos = start + holds;
      long third = Math.max(TimeUnit.SECONDS.toNanos(1), holds / RENEWALS);
      silence = Duration.ofNanos(Math.min(Http.SILENCE.toNanos(), third));
      if (Boolean.TRUE.equals(told.get("cancelRequested"))) {
        end(Reason.CANCELED);
      } else if (Boolean.TRUE.equals(told.get("suspended"))) {
        end(Reason.SUSPENDED);
      }
    }
  }

  /** For how long the lease holds, by the server's clock alone: this machine's may be wrong. */
  private static Duration holds(Object expiresAt, Answer answer) {
    try {
      Instant date =
          answer
              .header("Date")
              .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
              .orElseThrow();
      // Date has whole seconds, so this may be a second too much.
      Duration left = Duration.between(date, Instant.parse(expiresAt.toString())).minusSeconds(1);
      return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    } catch (DateTimeException | NullPointerException | java.util.NoSuchElementException e) {
      return UNKNOWN;
    }
  }

  private void triedInVain() {
    if (System.nanoTime() - lostNanos >= 0) {
      end(Reason.LOST);
    }
    dueNanos = System.nanoTime() + FLUSH_NANOS;
  }

  /** Renews until the server has what there is to say, or the lease is over. */
  void renewUntilSent() throws InterruptedException {
    while (renew() && news.hasMembers()) {
      TimeUnit.NANOSECONDS.sleep(FLUSH_NANOS);
    }
  }

  /** Renews, and sends progress and lines, until {@link #finish}. The body of a thread. */
  void keepAlive() {
    try {
      while (news.await(dueNanos - System.nanoTime())) {
        flush();
        if (!news.rest(FLUSH_NANOS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void flush() throws InterruptedException {
    sendLines();
    if (over == null && (news.hasMembers() || System.nanoTime() - dueNanos >= 0)) {
      renew();
    }
  }

  private void sendLines() throws InterruptedException {
    List<String> sent = news.takeLines();
    if (sent.isEmpty() || over != null) {
      return;
    }
    HttpRequest.Builder request =
        http.request("POST", below("log"))
            .header("Content-Type", "text/plain; charset=utf-8")
            .timeout(silence)
            .method("POST", BodyPublishers.ofString(String.join("\n", sent) + "\n"));
    try {
      http.once(request).close();
    } catch (Problem e) {
      if (e.saysThatTheLeaseIsOver()) {
        end(Reason.LOST);
      }
    } catch (IOException e) {
      news.keepLines(sent);
    }
  }

  /** Ends the renewals, after what is still to be said. */
  void finish() throws InterruptedException {
    news.finish();
    flush();
  }

  /** What an answer on this lease means, to be thrown. */
  Problem refused(Problem problem) throws InterruptedException {
    if (problem.saysThatTheLeaseIsOver()) {
      end(Reason.LOST);
    } else if (problem.kind().equals("wrong-state")) {
      renew(); // tells whether the job was cancelled
    }
    check();
    return problem;
  }

  /** Ends the attempt, as often as need be; returns whether that counts. */
  boolean settle(Map<String, Object> outcome) throws IOException, InterruptedException {
    try {
      http.document(http.json("POST", below("end"), outcome));
      return true;
    } catch (Problem e) {
      if (e.saysThatTheLeaseIsOver() || e.kind().equals("wrong-state")) {
        return false;
      }
      throw e;
    }
  }

  /** Gives the job to another worker, or ends it when it is cancelled; no attempt is counted. */
  void handBack() throws IOException, InterruptedException {
    try {
      http.document(http.request("DELETE", uri));
    } catch (Problem e) {
      if (!e.saysThatTheLeaseIsOver()) {
        throw e;
      }
    }
  }
}
