package org.meanwhile.job;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.Scope;

/**
 * A job and its output as they were at one moment. Many requests may share a view: it keeps the
 * document that was written of it last, so that they share that as well. Safe for many threads as
 * long as the job belongs to no transaction.
 */
public final class JobView {
  /** About how many bytes a view, its document and their entry in a cache take beside the texts. */
  private static final int FIXED_BYTES = 2_500;

  /** In the view once, in the document up to twice, with characters of up to 2 bytes. */
  private static final int BYTES_PER_CHAR = 4;

  private final Job job;
  private final Optional<Output> output;
  private final boolean expired;
  private volatile @Nullable Written written;

  private record Written(Object variant, byte[] document) {}

  /**
   * @param expired whether the output's retention was over then, by the database's clock
   */
  public JobView(Job job, Optional<Output> output, boolean expired) {
    this.job = job;
    this.output = output;
    this.expired = expired;
  }

  public Job job() {
    return job;
  }

  public Optional<Output> output() {
    return output;
  }

  /** Whether the output's retention was over when the job was read, by the database's clock. */
  public boolean expired() {
    return expired;
  }

  /** Whether a request with this scope may know that the job exists. */
  public boolean isVisibleTo(Scope scope) {
    return scope.includes(job.caller());
  }

  /** The output that may be served; empty when there is none, or it has expired or was deleted. */
  public Optional<Output> liveOutput() {
    return expired || job.removedAt().isPresent()
        ? Optional.empty()
        : output.filter(o -> o.deletedAt().isEmpty());
  }

  /**
   * When the view of an ended job is out of date although nobody changes the job: at its expiry, or
   * when its record is gone, by the database's clock. Empty when there is no such time.
   */
  public Optional<Instant> trueUntil() {
    return expired ? job.goneAt() : job.expiresAt();
  }

  /**
   * The document of this view, which must not be changed: others may have it as well.
   *
   * @param variant what the document depends on beside the view; compared by {@code equals}
   * @param write writes it, unless it was the last one that was asked for
   */
  public byte[] document(Object variant, Supplier<byte[]> write) {
    Written last = written;
    if (last != null && last.variant().equals(variant)) {
      return last.document();
    }
    byte[] document = write.get();
    written = new Written(variant, document);
    return document;
  }

  /** About how much memory the view of an ended job takes, with its document. */
  public long bytes() {
    long chars = job.caller().length();
    chars += job.labelLines().length();
    chars += job.error().map(error -> error.message().length()).orElse(0);
    chars += output.map(o -> o.name().length() + o.mediaType().length()).orElse(0);
    return FIXED_BYTES + BYTES_PER_CHAR * chars;
  }
}
