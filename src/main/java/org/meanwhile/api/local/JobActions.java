package org.meanwhile.api.local;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemResponses;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.IdempotencyRule;
import org.meanwhile.api.request.LocalFile;
import org.meanwhile.api.request.LocalRequests;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Output;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.jobs.JobFile;
import org.meanwhile.jobs.JobOutput;
import org.meanwhile.jobs.JobRefused;
import org.meanwhile.jobs.JobRequest;
import org.meanwhile.jobs.JobState;
import org.meanwhile.operation.catalogue.InputWriter;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.representation.LinkSettings;
import org.meanwhile.security.Identity;
import org.meanwhile.watch.JobWatches;
import tools.jackson.databind.node.ObjectNode;

/** What a caller of the same application does with its jobs. */
@ApplicationScoped
class JobActions {
  private static final URI NO_BASE = URI.create("/");

  @Inject private LocalRequests requests;
  @Inject private Submissions submissions;
  @Inject private PollReader polls;
  @Inject private Removals removals;
  @Inject private ContentStore contents;
  @Inject private JobWatches watches;
  @Inject private OutsideTransaction outside;
  @Inject private ProblemResponses problems;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private UuidV7 ids;
  @Resource private TransactionSynchronizationRegistry transactions;

  JobId submit(Identity identity, JobRequest request) {
    try {
      Optional<LocalFile> file = request.file().map(this::stage);
      Submission submission = null;
      try {
        submission =
            joins() ? submitJoined(identity, request, file) : submitAlone(identity, request, file);
        return made(submission);
      } finally {
        // When the transaction rolls back, the sweep of broken uploads deletes the file later.
        if (submission == null || !hasFile(submission)) {
          file.ifPresent(this::discard);
        }
      }
    } catch (RuntimeException e) {
      Problem problem = problems.problem(e);
      if (problem.type() == ProblemType.INTERNAL_ERROR) {
        throw e;
      }
      throw refused(problem);
    }
  }

  private static boolean hasFile(Submission submission) {
    return submission.created() && submission.job().job().reused().isEmpty();
  }

  private LocalFile stage(JobFile file) {
    return outside.get(() -> requests.stage(file.mediaType(), file.name(), file.content()));
  }

  private void discard(LocalFile file) {
    outside.get(
        () -> {
          file.discard();
          return true;
        });
  }

  private boolean joins() {
    return transactions.getTransactionStatus() == Status.STATUS_ACTIVE;
  }

  private Submission submitAlone(Identity identity, JobRequest request, Optional<LocalFile> file) {
    Prepared prepared = prepare(identity, request, file);
    return prepared.earlier().orElseGet(() -> submissions.submit(prepared.job()));
  }

  private Submission submitJoined(Identity identity, JobRequest request, Optional<LocalFile> file) {
    Prepared prepared = outside.get(() -> prepare(identity, request, file));
    if (prepared.earlier().isPresent()) {
      return prepared.earlier().get();
    }
    Submissions.Admitted admitted = outside.get(() -> submissions.admit(prepared.job()));
    return submissions.submitJoined(admitted);
  }

  /**
   * @param job null when an earlier request made it
   */
  private record Prepared(Optional<Submission> earlier, NewJob job) {}

  private Prepared prepare(Identity identity, JobRequest request, Optional<LocalFile> file) {
    ObjectNode body = json.object().put("operation", request.operation());
    body.set("input", InputWriter.write(request.input()));
    request.members().forEach((name, value) -> body.set(name, InputWriter.write(value)));
    JobId id = new JobId(ids.next());
    IdempotencyRule rule = IdempotencyRule.of(request.idempotencyKey());
    Optional<Submission> earlier = requests.earlier(identity, body, file, id, rule);
    return earlier.isPresent()
        ? new Prepared(earlier, null)
        : new Prepared(earlier, requests.read(identity, body, file, id, rule, base(body)));
  }

  private URI base(ObjectNode request) {
    Optional<URI> url = settings.get(LinkSettings.URL);
    if (url.isEmpty() && request.has("callback")) {
      throw Problem.invalid(
          List.of(
              new Violation(
                  "/callback", "needs meanwhile.url: its documents link to this server")));
    }
    return url.orElse(NO_BASE);
  }

  private static JobId made(Submission submission) {
    if (submission.outcome() == Submission.Outcome.DIFFERENT) {
      throw new Problem(
          ProblemType.IDEMPOTENCY_KEY_REUSED, "this key was sent with another request before");
    }
    return submission.job().job().id();
  }

  private static JobRefused refused(Problem problem) {
    return new JobRefused(
        problem.type().uri(),
        problem.type().status(),
        problem.getMessage(),
        problem.errors().stream()
            .map(error -> new JobRefused.Fault(error.pointer(), error.detail()))
            .toList());
  }

  Optional<JobState> status(Identity identity, JobId id) {
    return find(identity, id).map(JobActions::state);
  }

  private static JobState state(JobView view) {
    Job job = view.job();
    return new JobState(
        job.id(), job.operation(), job.status(), job.version(), job.progress(), job.error());
  }

  private Optional<JobView> find(Identity identity, JobId id) {
    return outside.get(() -> polls.findLatest(id, identity.scope()));
  }

  Optional<JobOutput> output(Identity identity, JobId id) {
    return find(identity, id).flatMap(JobView::liveOutput).map(this::opened);
  }

  private JobOutput opened(Output output) {
    return new JobOutput(
        output.mediaType(),
        output.name(),
        output.sizeBytes(),
        output.sha256(),
        () -> outside.get(() -> open(output)));
  }

  private InputStream open(Output output) {
    return output
        .contentId()
        .map(id -> contents.read(id, output.sizeBytes(), 0, RetryPolicy.NONE))
        .orElseGet(() -> new ByteArrayInputStream(contents.readInline(output.job())));
  }

  Optional<JobState> cancel(Identity identity, JobId id) {
    return removals.remove(id, identity.scope()).map(JobActions::state);
  }

  Optional<JobState> await(Identity identity, JobId id, Duration limit)
      throws InterruptedException {
    if (joins()) {
      throw new IllegalStateException("a transaction could wait for a job of its own");
    }
    Optional<JobView> now = find(identity, id);
    if (now.isEmpty() || now.get().job().status().ended()) {
      return now.map(JobActions::state);
    }
    EndOfJob end = new EndOfJob();
    watches.watch(now.get(), end);
    try {
      end.await(limit);
    } finally {
      watches.unwatch(id, end);
    }
    return status(identity, id);
  }
}
