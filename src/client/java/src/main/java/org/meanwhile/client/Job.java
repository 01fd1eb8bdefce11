package org.meanwhile.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A handle of a job. Its URI is all that another process needs, for {@link Client#job}. */
public final class Job {
  /** The server holds an answer no longer. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

  private static final Duration USUAL_REST = Duration.ofSeconds(1);
  private static final int GONE = 410;

  private final Http http;
  private final URI uri;

  Job(Http http, URI uri) {
    this.http = http;
    this.uri = uri;
  }

  /** Where the job is. */
  public URI uri() {
    return uri;
  }

  /** The last part of its URI. */
  public String id() {
    return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  /**
   * Asks once.
   *
   * @throws Problem {@code unknown-job} when there is none, or none any more
   */
  public Status status() throws IOException, InterruptedException {
    return new Status(http.document(http.request("GET", below("status"))));
  }

  private URI below(String path) {
    return URI.create(uri + "/" + path);
  }

  /**
   * Returns when the job has ended, however it did and however long that takes: see {@link
   * Status#orThrow}.
   */
  public Status await() throws IOException, InterruptedException {
    return await(Deadline.NONE);
  }

  /**
   * Returns when the job has ended, however it did: see {@link Status#orThrow}. The server holds
   * its answers until then; after failures and refusals they are asked for again.
   *
   * @throws TimeoutException when the job has not ended by then; it goes on
   */
  public Status await(Duration timeout) throws IOException, InterruptedException, TimeoutException {
    try {
      return await(Deadline.after(timeout));
    } catch (Deadline.Passed e) {
      TimeoutException passed = new TimeoutException("not ended after " + timeout + ": " + uri);
      passed.initCause(e);
      throw passed;
    }
  }

  private Status await(Deadline deadline) throws IOException, InterruptedException {
    while (true) {
      Duration left = deadline.left();
      if (left.isNegative() || left.isZero()) {
        throw new Deadline.Passed(null);
      }
      Poll poll = poll(min(left, LONGEST_HOLD), deadline);
      if (poll.status().ended()) {
        return poll.status();
      }
      TimeUnit.NANOSECONDS.sleep(min(poll.rest(), left).toNanos());
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The answer to a poll, and how long to wait before the next one. */
  private record Poll(Status status, Duration rest) {}

  private Poll poll(Duration hold, Deadline deadline) throws IOException, InterruptedException {
    long seconds = Math.max(1, hold.plusSeconds(1).minusNanos(1).toSeconds());
    HttpRequest.Builder request =
        http.request("GET", uri)
            .header("Prefer", "wait=" + seconds)
            .header("Accept", "application/json")
            .timeout(Http.SILENCE.plusSeconds(seconds));
    Failures failures = new Failures(http.retry(), deadline);
    while (true) {
      try (Answer answer = http.send(request, failures, status -> status < 400 || status == GONE)) {
        if (answer.status() == GONE) { // cancelled, removed or expired: its record says which
          return new Poll(status(), Duration.ZERO);
        }
        Status status = new Status(answer.json()); // of a 303, too, whose Location is the output
        boolean held = answer.header("Preference-Applied").isPresent();
        return new Poll(status, held ? Duration.ZERO : answer.retryAfter().orElse(USUAL_REST));
      } catch (Problem | Deadline.Passed e) {
        throw e;
      } catch (IOException cutOff) {
        failures.rest(cutOff);
      }
    }
  }

  /**
   * Opens the output of a job that succeeded: a stream that resumes after failures and checks the
   * digest.
   *
   * @throws Problem {@code output-not-ready}, {@code no-output}, {@code job-canceled}, {@code
   *     output-deleted}, {@code job-expired}, …
   */
  public Output output() throws IOException, InterruptedException {
    Output output = new Output(http, below("output"));
    output.open();
    return output;
  }

  /**
   * Writes the output to a file, which is there only when it is whole and its digest is right. A
   * download that was cut off, by a crash too, goes on where it was when it is called again.
   *
   * @throws Problem as {@link #output}
   * @throws DigestMismatch when what came is not what the server said
   */
  public Path download(Path path) throws IOException, InterruptedException {
    return new Download(new Output(http, below("output"))).to(path);
  }

  /** The job's states, beginning with the current one, until its end. */
  public Events events() {
    return new Events(http, below("events"), null);
  }

  /** The job's states and the lines of its log, until its end. */
  public Events eventsWithLog() {
    return new Events(http, below("events?log=true"), null);
  }

  /**
   * As {@link #eventsWithLog}, behind an event.
   *
   * @param lastId the id of the last event that an earlier stream had
   */
  public Events eventsWithLog(String lastId) {
    return new Events(http, below("events?log=true"), lastId);
  }

  /** Cancels the job, or deletes the output of one that has ended. Repeating it does no harm. */
  public Status cancel() throws IOException, InterruptedException {
    return new Status(http.document(http.request("DELETE", uri)));
  }

  /** Deletes the output alone; the job's record stays. */
  public void deleteOutput() throws IOException, InterruptedException {
    http.document(http.request("DELETE", below("output")));
  }
}
