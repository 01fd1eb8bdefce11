package org.meanwhile.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A job that is leased to this worker. It is renewed in the background until its {@link Handler}
 * returns.
 *
 * <p>Methods that talk to the server throw {@link LeaseOver} when the handler shall stop.
 * Thread-safe.
 */
public final class Lease {
  private final Http http;
  private final Map<String, Object> document;
  private final LeaseLine line;

  Lease(Http http, Map<String, Object> document) {
    this.http = http;
    this.document = document;
    line = new LeaseLine(http, URI.create(document.get("uri").toString()));
  }

  LeaseLine line() {
    return line;
  }

  /** The job's id or URI, as the server says it. */
  public String job() {
    return document.get("job").toString();
  }

  /** The operation's name. */
  public String operation() {
    return document.get("operation").toString();
  }

  /** The number of this attempt, from 1. */
  public long attempt() {
    return document.get("attempt") instanceof Long attempt ? attempt : 1;
  }

  /**
   * The job's input, as {@link Json#read} reads it. For a library: {@code
   * mapper.readValue(Json.write(lease.input()), …)}.
   */
  @SuppressWarnings("unchecked")
  public Map<String, Object> input() {
    return document.get("input") instanceof Map<?, ?> input
        ? (Map<String, Object>) input
        : Map.of();
  }

  /** The job's labels. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> labels() {
    return document.get("labels") instanceof Map<?, ?> labels
        ? (Map<String, Object>) labels
        : Map.of();
  }

  /** All that the server said of the lease, but for its URI, which is a secret. */
  public Map<String, Object> document() {
    Map<String, Object> told = new LinkedHashMap<>(document);
    told.remove("uri");
    told.remove("file");
    return told;
  }

  /** What an earlier attempt has saved. */
  public Optional<byte[]> checkpoint() {
    return Optional.ofNullable(document.get("checkpoint"))
        .map(text -> Base64.getDecoder().decode(text.toString()));
  }

  /**
   * Whether the handler shall stop: the lease is lost, the job is cancelled, or the worker stops.
   */
  public boolean isOver() {
    return line.isOver();
  }

  /**
   * Does nothing unless the handler shall stop. Costs nothing: call it often.
   *
   * @throws LeaseOver when the handler shall stop
   * @throws IllegalArgumentException when the server refused what was said, such as a checkpoint of
   *     more than 64 KiB
   */
  public void check() {
    line.check();
  }

  /**
   * Tells how far it is. Only the latest is sent, once a second at most: call it as often as you
   * like.
   */
  public void progress(long done) {
    line.say("progress", Map.of("done", done));
  }

  /** Tells how far it is of how much, as {@link #progress(long)} does. */
  public void progress(long done, long total, String unit) {
    line.say("progress", Map.of("done", done, "total", total, "unit", unit));
  }

  /** Tells in words what it does now. */
  public void message(String text) {
    line.say("message", text);
  }

  /** Adds a line to the job's log. Lines are sent together, within about a second. */
  public void log(String text) {
    line.log(text);
  }

  /** Stores what a later attempt needs to go on from here. Returns when the server has it. */
  public void save(byte[] checkpoint) throws IOException, InterruptedException {
    line.check();
    line.say("checkpoint", Base64.getEncoder().encodeToString(checkpoint));
    line.renewUntilSent();
    line.check();
  }

  /**
   * Opens the job's file: a stream that resumes after failures and checks length and digest.
   *
   * @throws IllegalStateException when the job has none
   */
  public Output file() throws IOException, InterruptedException {
    line.check();
    if (!(document.get("file") instanceof String uri)) {
      throw new IllegalStateException("the job has no file");
    }
    Output file = new Output(http, URI.create(uri));
    file.open();
    return file;
  }

  /**
   * Uploads the whole output, streamed, with its digest; goes on after failures. A second one
   * replaces the first. The source is read once before it is sent, for the digest.
   */
  public void output(FileSource content) throws IOException, InterruptedException {
    line.check();
    try {
      new Upload(http, line).send(content);
    } catch (Problem e) {
      throw line.refused(e);
    }
  }

  /**
   * Opens a stream that appends to the output, a piece at a time. Close it before the handler
   * returns.
   */
  public OutputStream writer(String mediaType, String name) throws IOException {
    line.check();
    try {
      return new OutputWriter(http, line, mediaType, name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
