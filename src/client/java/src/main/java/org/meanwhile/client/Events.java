package org.meanwhile.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The events of a job until its end. After a failure it goes on behind the last one. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (Events events = job.events()) {
 *   for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) { … }
 * }
 * }</pre>
 */
public final class Events implements AutoCloseable {
  private static final int NO_CONTENT = 204;

  private final Http http;
  private final URI uri;
  private final Failures failures;
  private String lastId;
  private Answer answer;
  private BufferedReader lines;
  private boolean ended;

  Events(Http http, URI uri, String lastId) {
    this.http = http;
    this.uri = uri;
    this.lastId = lastId;
    failures = http.failures();
  }

  /**
   * Waits for the next event.
   *
   * @return empty after the event of the job's end
   * @throws Problem {@code unknown-job}, or when the server refuses
   */
  public Optional<Event> next() throws IOException, InterruptedException {
    while (!ended) {
      try {
        if (lines == null && !open()) {
          break;
        }
        Optional<Event> event = new Frame().read();
        if (event.isEmpty()) {
          throw new IOException("the stream ended before the job");
        }
        failures.reset();
        ended = event.get().isLast();
        return event;
      } catch (Problem | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        close();
        failures.rest(e);
      }
    }
    close();
    return Optional.empty();
  }

  private boolean open() throws IOException, InterruptedException {
    HttpRequest.Builder request = http.request("GET", uri).header("Accept", "text/event-stream");
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    answer = http.send(request, failures, status -> status < 400);
    ended = answer.status() == NO_CONTENT;
    lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    return !ended;
  }

  /** One event as it comes; one that is cut off in its middle is dropped. */
  private final class Frame {
    private String kind = "message";
    private String id = lastId;
    private final StringBuilder data = new StringBuilder();

    Optional<Event> read() throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty()) {
          take(line);
        } else if (data.length() > 0) {
          lastId = id;
          return Optional.of(new Event(kind, id, Json.readObject(data.toString())));
        }
      }
      return Optional.empty();
    }

    private void take(String line) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (name) {
        case "event" -> kind = value;
        case "id" -> id = value;
        case "data" -> data.append(value);
        default -> {} // a comment, or the time after which a browser comes back
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (answer != null) {
      answer.close();
      answer = null;
      lines = null;
    }
  }
}
