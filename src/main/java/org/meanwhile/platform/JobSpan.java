package org.meanwhile.platform;

import java.util.Optional;

/** A span that has begun. Used by one thread, and closed by it. */
public interface JobSpan extends AutoCloseable {

  /** What a span is about. */
  enum Kind {
    /** From the time that a job was due to its claim. */
    WAIT("wait"),
    /** One attempt at a job. */
    RUN("run"),
    /** One attempt to deliver a callback. */
    CALLBACK("callback");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** The place that what the span causes belongs to; empty outside of any trace. */
  Optional<TraceContext> context();

  /** Marks the span as failed, with a code rather than a text: texts may be of callers. */
  void failed(String code);

  @Override
  void close();
}
