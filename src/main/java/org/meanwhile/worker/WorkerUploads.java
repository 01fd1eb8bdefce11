package org.meanwhile.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.OutputGrown;
import org.meanwhile.job.lease.LeaseOutputs;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Settings;

/**
 * Receives the outputs of workers. An upload renews its lease while it flows, and what had come
 * before it broke off is kept.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class WorkerUploads {
  private static final System.Logger LOG = System.getLogger(WorkerUploads.class.getName());
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int RENEWALS_A_LEASE = 3;
  private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Inject private LeaseOutputs outputs;
  @Inject private Leases leases;
  @Inject private Catalogue catalogue;
  @Inject private Event<OutputGrown> grown;
  @Inject private Settings settings;

  /** What became of an upload. */
  public enum Result {
    STORED,
    /** The bytes are not those of the digest; the output has to be sent again. */
    WRONG_DIGEST,
    /** Another upload of the same lease has begun since. */
    TAKEN_OVER,
    /** The output has another number of bytes. */
    WRONG_OFFSET,
    /** The lease is not held any more. */
    LEASE_OVER
  }

  /** How many bytes the output has so far. */
  public long offset(LeaseState state) {
    return outputs.offset(state);
  }

  /**
   * Receives a whole output, which takes the place of the one before.
   *
   * @param sha256 what its sender says, in lower-case hexadecimal; empty when it has not
   * @throws IOException of the body, and {@link org.meanwhile.job.content.ContentTooLarge}
   */
  public Result put(
      LeaseState state, String mediaType, String name, Optional<String> sha256, InputStream body)
      throws IOException {
    Optional<LeaseOutputs.Upload> upload =
        outputs.begin(
            state, mediaType, name, isReadable(state), settings.get(JobSettings.OUTPUT_MAX_BYTES));
    return upload.isEmpty() ? Result.LEASE_OVER : receive(state, upload.get(), sha256, true, body);
  }

  /**
   * Receives a further part of an output that was begun.
   *
   * @param offset how many bytes its sender believes to be here
   * @param sha256 of all bytes, these included; empty when the sender has not said
   * @throws IOException likewise
   */
  public Result append(LeaseState state, long offset, Optional<String> sha256, InputStream body)
      throws IOException {
    Optional<LeaseOutputs.Upload> upload =
        outputs.append(state, offset, settings.get(JobSettings.OUTPUT_MAX_BYTES));
    return upload.isEmpty()
        ? Result.WRONG_OFFSET
        : receive(state, upload.get(), sha256, false, body);
  }

  private boolean isReadable(LeaseState state) {
    return catalogue.find(state.operation()).filter(OfferedOperation::appendOnly).isPresent();
  }

  private Result receive(
      LeaseState state,
      LeaseOutputs.Upload upload,
      Optional<String> sha256,
      boolean tellsDigest,
      InputStream body)
      throws IOException {
    boolean brokeOff = true;
    try {
      Optional<Result> over = copy(state, upload, body);
      brokeOff = false;
      if (over.isPresent()) {
        return over.get();
      }
    } catch (IllegalStateException discarded) {
      brokeOff = false;
      return over(state);
    } finally {
      if (brokeOff) {
        Guarded.run(LOG, "keeping a part of an output", upload::breakOff);
      }
    }
    return finish(state, upload, sha256, tellsDigest);
  }

  private Result finish(
      LeaseState state, LeaseOutputs.Upload upload, Optional<String> sha256, boolean tellsDigest) {
    try {
      Optional<String> is =
          tellsDigest || sha256.isPresent() ? Optional.of(upload.sha256()) : Optional.empty();
      if (sha256.isPresent() && !sha256.equals(is)) {
        upload.refuse();
        return Result.WRONG_DIGEST;
      }
      if (!upload.complete(is)) {
        return over(state);
      }
    } catch (IllegalStateException discarded) {
      return over(state);
    }
    grown.fire(new OutputGrown(state.lease().job()));
    return Result.STORED;
  }

  private Result over(LeaseState state) {
    return isHeld(state) ? Result.TAKEN_OVER : Result.LEASE_OVER;
  }

  private boolean isHeld(LeaseState state) {
    return leases
        .use(state.tokenSha256(), state.holder())
        .filter(now -> now.phase() == LeaseState.Phase.HELD)
        .isPresent();
  }

  /** Present when the lease was lost meanwhile, or the job was canceled. */
  private Optional<Result> copy(LeaseState state, LeaseOutputs.Upload upload, InputStream body)
      throws IOException {
    boolean readable = isReadable(state);
    long renewNanos = state.time().toNanos() / RENEWALS_A_LEASE;
    long renewedNanos = System.nanoTime();
    long publishedNanos = renewedNanos - PUBLISH_NANOS;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      upload.write(buffer, 0, count);
      long now = System.nanoTime();
      if (now - renewedNanos >= renewNanos) {
        if (!isHeld(state)) {
          return Optional.of(Result.LEASE_OVER);
        }
        renewedNanos = now;
      }
      if (readable && now - publishedNanos >= PUBLISH_NANOS && upload.publish()) {
        publishedNanos = now;
        grown.fire(new OutputGrown(state.lease().job()));
      }
    }
    return Optional.empty();
  }
}
