package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.group.StopOn;
import org.meanwhile.job.submit.JobExists;
import org.meanwhile.job.submit.NewGroup;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.job.submit.SubmitSettings;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.UuidV7;
import tools.jackson.databind.JsonNode;

/**
 * Makes a group of a valid request for one. Its members are read twice: once to validate them all,
 * before anything is stored, and once while they are stored. So none of them is held in memory,
 * whether they come in the input or in the staged file.
 */
@ApplicationScoped
public class GroupCreation {
  /** Each holds a connection while it reads with another one. */
  private static final int MAX_AT_A_TIME = 2;

  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Semaphore turns = new Semaphore(MAX_AT_A_TIME, true);

  @Inject private JobRequestReader reader;
  @Inject private Submissions submissions;
  @Inject private ContentStore contents;
  @Inject private Settings settings;
  @Inject private UuidV7 ids;
  @Inject private Json json;

  /**
   * Validates all members.
   *
   * @return how many there are
   * @throws Problem 400 with what is wrong with them, 413 when there are too many
   */
  int validate(JobRequest group, Optional<StagedFile> file, Asker asker) {
    return check(group, source(group, file), asker).size();
  }

  /**
   * Stores a group with its members, unless an earlier request made it.
   *
   * @param group a valid request, but for its members
   * @param job the group itself as it would be stored
   * @param base the root of this server, for links
   * @param asker with whose rights its members are created
   * @throws Problem 400 when a member is not valid, 409 when one has the id of another job, 413
   *     when there are too many, 503 when others are being stored
   */
  Submission submit(JobRequest group, NewJob job, URI base, Asker asker) {
    MemberSource source = source(group, job.file());
    Checked checked = check(group, source, asker);
    takeTurn();
    try {
      return submissions.submit(
          new NewGroup(
              // Its members wait for them, so the group is not let go before they have run.
              job.withoutParents(),
              stopOn(group),
              () -> members(group, job, source.iterator(), checked.ids(), base, asker),
              checked.size(),
              base.toString()));
    } catch (JobExists e) {
      throw new Problem(
          ProblemType.DIFFERENT_REQUEST, "there is a job already with the id of a member");
    } finally {
      turns.release();
    }
  }

  private void takeTurn() {
    try {
      if (turns.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Problem(ProblemType.QUEUE_FULL, "this node stores other groups; try again soon")
        .retryAfter(RETRY);
  }

  private MemberSource source(JobRequest group, Optional<StagedFile> file) {
    JsonNode jobs = json.tree(group.input()).get("jobs");
    boolean inline = jobs != null && !jobs.isNull();
    if (group.after().stream().anyMatch(Dependency::givesFile)) {
      throw invalid("/file", "a group is sent with its members: they wait for others, it does not");
    }
    if (inline && file.isPresent()) {
      throw invalid("/input/jobs", "cannot be there beside a file");
    }
    if (inline) {
      return MemberSource.inline(jobs);
    }
    StagedFile lines =
        file.orElseThrow(() -> invalid("/input/jobs", "is required, or a file with a job a line"));
    return MemberSource.lines(
        () -> contents.read(lines.content().id(), lines.content().sizeBytes(), 0, RetryPolicy.NONE),
        json);
  }

  private StopOn stopOn(JobRequest group) {
    JsonNode word = json.tree(group.input()).get("stopOn");
    return word == null || word.isNull() ? StopOn.NEVER : StopOn.of(word.stringValue());
  }

  /**
   * Members that are valid.
   *
   * @param ids those that clients have chosen
   */
  private record Checked(int size, IdSet ids) {}

  private Checked check(JobRequest group, MemberSource source, Asker asker) {
    int max = settings.get(SubmitSettings.GROUP_MAX);
    MemberViolations violations = new MemberViolations();
    IdSet chosen = new IdSet();
    int size = 0;
    for (MemberSource.Entry entry : source) {
      size++;
      if (size > max) {
        throw new Problem(ProblemType.TOO_MANY_JOBS, "a group may have at most " + max + " jobs");
      }
      violations.collect(
          entry.place(),
          () -> {
            JsonNode request = entry.json().get();
            reader.readMember(request, asker, group, job -> chosen.contains(job.value()));
            Optional<JobId> id = chosenId(request);
            if (id.isPresent() && !chosen.add(id.get().value())) {
              throw invalid("/id", "is there twice");
            }
          });
      if (violations.isFull()) {
        break;
      }
    }
    violations.throwIfAny();
    if (size == 0) {
      throw invalid("/input/jobs", "has no members");
    }
    return new Checked(size, chosen);
  }

  private static Optional<JobId> chosenId(JsonNode request) {
    JsonNode id = request.get("id");
    if (id == null || id.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        JobId.parse(id.isString() ? id.stringValue() : "")
            .orElseThrow(() -> invalid("/id", "must be a UUID")));
  }

  private Iterator<NewJob> members(
      JobRequest group,
      NewJob job,
      Iterator<MemberSource.Entry> entries,
      IdSet ids,
      URI base,
      Asker asker) {
    Predicate<JobId> isMember = id -> ids.contains(id.value());
    return new Iterator<>() {
      private int position;

      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public NewJob next() {
        JsonNode request = entries.next().json().get();
        NewJob member = member(group, job, request, isMember, position, base, asker);
        position++;
        return member;
      }
    };
  }

  private NewJob member(
      JobRequest group,
      NewJob job,
      JsonNode request,
      Predicate<JobId> isMember,
      int position,
      URI base,
      Asker asker) {
    JobRequest valid = reader.readMember(request, asker, group, isMember);
    Optional<JobId> chosen = chosenId(request);
    JobOrigin origin = JobOrigin.member(job.id(), position);
    return valid.newJob(
        job.caller(),
        chosen.orElseGet(() -> new JobId(ids.next())),
        job.tombstone(),
        Optional.empty(),
        chosen.isPresent()
            ? Idempotency.byId(Fingerprint.of(request, Optional.empty()))
            : Idempotency.NONE,
        base,
        job.trace(),
        valid.operation().actsOnJobs() ? origin.by(asker.groups()) : origin);
  }

  private static Problem invalid(String pointer, String detail) {
    return Problem.invalid(List.of(new Violation(pointer, detail)));
  }
}
