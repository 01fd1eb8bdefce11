package org.meanwhile.builtin.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.Reuse;
import org.meanwhile.job.bulk.BulkTarget.Outcome;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.submit.FileGone;
import org.meanwhile.job.submit.KeptRequest;
import org.meanwhile.job.submit.KeptRequests;
import org.meanwhile.job.submit.QueueFull;
import org.meanwhile.job.submit.QuotaExceeded;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Sha256;
import org.meanwhile.security.Audit;
import org.meanwhile.security.OperationAccess;

/**
 * Runs ended jobs again. The id of the new job follows from those of the bulk job and of the ended
 * one, so that there is one of them, however often it is asked for. Safe for many threads.
 */
@ApplicationScoped
class BulkReruns {
  @Inject private JobReader jobs;
  @Inject private KeptRequests kept;
  @Inject private RepeatedRequests repeated;
  @Inject private Submissions submissions;
  @Inject private Catalogue catalogue;
  @Inject private OperationAccess access;
  @Inject private Settings settings;
  @Inject private Audit audit;

  /**
   * Runs a job again with all that it was made of.
   *
   * @throws NoRoom when a quota leaves no room now
   */
  Outcome rerun(JobId original, BulkRights rights) {
    Optional<JobView> found = jobs.find(original).filter(view -> view.isVisibleTo(rights.scope()));
    if (found.isEmpty()) {
      return BulkRefusals.gone();
    }
    Job job = found.get().job();
    RequestIdentity identity = identity(job, rights.bulk());
    Optional<Submission> earlier = repeated.find(identity);
    if (earlier.isPresent()) {
      return outcome(earlier.get());
    }
    if (!job.status().ended()) {
      return BulkRefusals.wrongState("the job has not ended");
    }
    if (job.isGroup()) {
      return BulkRefusals.wrongState("a group is run again by a request of its own");
    }
    if (found.get().expired()) {
      return BulkRefusals.inputGone("the job has expired, and its input with it");
    }
    return kept.find(original)
        .map(request -> rerun(job, request, identity, rights))
        .orElseGet(BulkRefusals::gone);
  }

  private Outcome rerun(Job job, KeptRequest request, RequestIdentity identity, BulkRights rights) {
    Optional<OfferedOperation> operation = catalogue.find(job.operation());
    if (operation.isEmpty()) {
      return Outcome.refused("unknown-operation", "there is no operation of this name any more");
    }
    return refusal(operation.get(), request, rights)
        .orElseGet(
            () -> {
              Outcome made = submit(newJob(job, request, operation.get(), identity, rights));
              audit.done(Audit.Event.RERUN, job.id());
              return made;
            });
  }

  private Optional<Outcome> refusal(
      OfferedOperation operation, KeptRequest request, BulkRights rights) {
    if (!access.allows(operation.name(), rights.caller().memberships())) {
      return Optional.of(Outcome.refused("forbidden", "the caller may not use this operation"));
    }
    if (request.secretsLost()) {
      return Optional.of(
          BulkRefusals.inputGone("the secret of its callback cannot be read any more"));
    }
    boolean wanted = operation.takesFile() && (operation.fileRequired() || !request.fileAlways());
    if (wanted && request.file().isEmpty()) {
      return Optional.of(BulkRefusals.inputGone("the file of the job is deleted"));
    }
    try {
      operation.check(request.input());
      return Optional.empty();
    } catch (InvalidInput e) {
      return Optional.of(
          Outcome.refused("invalid-request", "the operation does not take the input any more"));
    }
  }

  private Outcome submit(NewJob job) {
    try {
      return outcome(submissions.submit(job));
    } catch (FileGone e) {
      return BulkRefusals.inputGone("the file of the job is deleted");
    } catch (QuotaExceeded e) {
      throw new NoRoom("quota-exceeded", "a quota of the job's caller is used up", e.retryAfter());
    } catch (QueueFull e) {
      throw new NoRoom("queue-full", "the queue is full", e.retryAfter());
    }
  }

  private static Outcome outcome(Submission submission) {
    return switch (submission.outcome()) {
      case CREATED, REPEATED -> Outcome.made(submission.job().job().id());
      case DIFFERENT, NOT_YOURS ->
          Outcome.refused("different-request", "another request has created the job of this id");
    };
  }

  private NewJob newJob(
      Job job,
      KeptRequest request,
      OfferedOperation operation,
      RequestIdentity identity,
      BulkRights rights) {
    return new NewJob(
        identity.id(),
        job.operation(),
        job.caller(),
        request.input(),
        job.labels(),
        job.priority(),
        Optional.empty(),
        Optional.empty(),
        atMost(job.timeout(), JobSettings.TIMEOUT_MAX),
        atMost(job.retain(), JobSettings.RETAIN_MAX),
        settings.get(JobSettings.TOMBSTONE_RETAIN),
        operation.maxAttempts(),
        operation.rerunnable(),
        request.file(),
        identity.idempotency(),
        request.callback(),
        Optional.empty(),
        JobOrigin.rerunOf(job.id()).in(rights.bulk()).by(rights.forRerunOf(job)),
        List.of(),
        Reuse.of(
            job.caller(),
            job.operation(),
            operation.canonicalInput(request.input()),
            request.file(),
            Optional.empty()));
  }

  private Duration atMost(Duration wanted, Setting<Duration> max) {
    Duration limit = settings.get(max);
    return wanted.compareTo(limit) > 0 ? limit : wanted;
  }

  private static RequestIdentity identity(Job job, JobId bulk) {
    String text = "rerun of " + job.id() + " by " + bulk;
    return new RequestIdentity(
        id(Sha256.of(text)), job.caller(), Idempotency.byId(Sha256.hex(text)));
  }

  /** A UUID of version 8 (RFC 9562, section 5.8). */
  private static JobId id(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new JobId(new UUID(high, low));
  }
}
