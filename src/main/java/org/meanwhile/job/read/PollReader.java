package org.meanwhile.job.read;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Replica;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobHidden;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.Settings;

/**
 * Reads jobs for polls: from the replica if there is one, and from the primary where the replica
 * may be out of date. Three rules:
 *
 * <ul>
 *   <li>A job that the replica lacks is read from the primary: it may just have been created.
 *   <li>A job that this node has changed, or has read from the primary, is read from the replica
 *       only when the replica holds all that was committed by then. So a job removed here is never
 *       seen here again, and no job goes backwards.
 *   <li>A replica that lags by more than its limit is not read at all.
 * </ul>
 *
 * <p>Polls of one job share a read for {@code meanwhile.poll.max-age} ({@link SharedReads}); what
 * this node has changed or told since is read anew. The read of an ended job is shared for as long
 * as this node {@linkplain #lookForChanges knows} that nobody has changed the job. Not with a
 * replica: what is read there may be older than a look.
 *
 * <p>Whether a replica holds a commit is a matter of positions in the log, not of clocks ({@link
 * Replica}). Weakness: a change made through <em>another</em> node may be seen here as late as the
 * replica may lag. Closing the gap would take a look at the primary for each poll, which the
 * replica is there to save, or commits that wait for the replica ({@code synchronous_commit =
 * remote_apply}), which an operator can set in the database.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class PollReader {
  private static final int LEADERS = 2;
  private static final int MAX_BATCH = 200;
  private static final int MAX_RECENT = 20_000;

  /** What unfinished jobs need at least, which are kept for a moment only. */
  private static final long LEAST_SHARED_BYTES = 8L << 20;

  /** However short the maximum age is: a look costs more than a read. */
  private static final Duration LEAST_LOOK_INTERVAL = Duration.ofMillis(50);

  /** Looks in the maximum age, of which one may be late. */
  private static final int LOOKS_PER_AGE = 3;

  private static final int FIRST = 1;

  private final Coalescer<JobId, Optional<JobView>> reads =
      new Coalescer<>(LEADERS, id -> 1, MAX_BATCH, this::findAll);
  private final ReadYourWrites recent = new ReadYourWrites(MAX_RECENT, System::nanoTime);
  private SharedReads shared;
  private EndedJobChanges endedJobs;
  private Duration maxAge;
  private boolean keepsEnded;

  private Replica replica;
  private JobReader jobs;
  private Database looks;
  private Event<JobHidden> hidden;

  /** For the container's proxy. */
  protected PollReader() {}

  @Inject
  PollReader(
      Replica replica,
      JobReader jobs,
      Database primary,
      Event<JobHidden> hidden,
      Settings settings) {
    long maxBytes = settings.get(ReadSettings.POLL_MAX_KEPT_BYTES);
    this.maxAge = settings.get(ReadSettings.POLL_MAX_AGE);
    this.shared = new SharedReads(maxAge, Math.max(maxBytes, LEAST_SHARED_BYTES), System::nanoTime);
    this.replica = replica;
    this.jobs = jobs;
    this.looks = primary.within(Database.LOOK_LIMIT);
    this.endedJobs = new EndedJobChanges(looks);
    this.keepsEnded = maxBytes > 0 && !maxAge.isZero() && !replica.isConfigured();
    this.hidden = hidden;
  }

  /**
   * Finds a job for a poll. Empty when there is no such job in the scope, or its record has
   * expired.
   *
   * <p>This bean is no EJB, because polls are the most frequent requests: the container's share of
   * an EJB call would cost more than the database does.
   */
  public Optional<JobView> find(JobId id, Scope scope) {
    return visible(find(id), scope);
  }

  private Optional<JobView> visible(Optional<JobView> found, Scope scope) {
    Optional<JobView> visible = found.filter(view -> view.isVisibleTo(scope));
    if (found.isPresent() && visible.isEmpty()) {
      hidden.fire(new JobHidden(found.get().job().id()));
    }
    return visible;
  }

  private Optional<JobView> find(JobId id) {
    Optional<JobView> known = shared.find(id);
    if (known.isPresent()) {
      return known;
    }
    SharedReads.Begun begun = shared.begin(id);
    Optional<JobView> found = replica.isConfigured() ? reads.ask(id) : jobs.find(id);
    found.ifPresent(view -> shared.keep(begun, view));
    return found;
  }

  /**
   * Finds a job on the primary. Later polls on this node never return an older state than this.
   * Empty when there is no such job in the scope, or its record has expired.
   */
  public Optional<JobView> findLatest(JobId id, Scope scope) {
    return visible(findLatest(id), scope);
  }

  private Optional<JobView> findLatest(JobId id) {
    Optional<JobView> found = jobs.find(id);
    if (found.isPresent()) {
      see(id);
    }
    return found;
  }

  /** Reads several jobs, in the order of the ids. */
  List<Optional<JobView>> find(List<JobId> ids) {
    List<Optional<JobView>> found = replica.isConfigured() ? findAll(ids) : jobs.find(ids);
    ids.forEach(shared::changed);
    return found;
  }

  /** This node knows a state that no later poll may fall behind. */
  private void see(JobId id) {
    shared.changed(id);
    if (replica.isConfigured()) {
      recent.see(id);
    }
  }

  private List<Optional<JobView>> findAll(List<JobId> ids) {
    Map<UUID, JobView> found = new HashMap<>(findOnReplica(ids));
    List<JobId> missing = ids.stream().filter(id -> !found.containsKey(id.value())).toList();
    if (!missing.isEmpty()) {
      Iterator<Optional<JobView>> primaryViews = jobs.find(missing).iterator();
      for (JobId id : missing) {
        primaryViews
            .next()
            .ifPresent(
                view -> {
                  recent.see(id);
                  found.put(id.value(), view);
                });
      }
    }
    return ids.stream().map(id -> Optional.ofNullable(found.get(id.value()))).toList();
  }

  /** Reads several jobs from the primary, in the order of the ids. */
  public List<Optional<JobView>> findLatest(List<JobId> ids) {
    List<Optional<JobView>> found = jobs.find(ids);
    found.stream().flatMap(Optional::stream).forEach(view -> see(view.job().id()));
    return found;
  }

  /** Reads from the replica while it is within its lag, else from the primary. */
  <T> T read(Database.Work<T> work) {
    return replica.isConfigured() && replica.completeUntilNanos().isPresent()
        ? replica.read(work).orElseGet(() -> looks.read(work))
        : looks.read(work);
  }

  private Map<UUID, JobView> findOnReplica(List<JobId> ids) {
    OptionalLong copied = replica.completeUntilNanos();
    if (copied.isEmpty()) {
      return Map.of();
    }
    recent.forgetBefore(copied.getAsLong());
    List<JobId> known = ids.stream().filter(id -> recent.isIn(copied.getAsLong(), id)).toList();
    return known.isEmpty()
        ? Map.of()
        : replica.read(c -> JobReader.find(c, known)).orElse(Map.of());
  }

  /**
   * How often {@link #lookForChanges} is to be called; empty when this node keeps no ended jobs.
   *
   * @throws DatabaseFailure when the database does not answer, and never did
   */
  public Optional<Duration> lookInterval() {
    return keepsEnded && looks.dialect().choose(false, true)
        ? Optional.of(
            Collections.max(List.of(maxAge.dividedBy(LOOKS_PER_AGE), LEAST_LOOK_INTERVAL)))
        : Optional.empty();
  }

  /**
   * Looks which ended jobs were changed through other nodes, or by operators, so that polls may go
   * on to share what was read of the others. Does nothing when no poll has come since the last
   * call.
   *
   * @return whether it has looked
   * @throws DatabaseFailure when the database does not answer; ended jobs are read anew then
   */
  public boolean lookForChanges() {
    if (!shared.wasAsked()) {
      return false;
    }
    long beganNanos = System.nanoTime();
    EndedJobChanges.Look look = endedJobs.look();
    if (look.any()) {
      shared.anyChanged();
    }
    look.jobs().forEach(shared::changed);
    shared.knows(beganNanos, look.databaseTime());
    return true;
  }

  /** Also called after a rollback; the only cost is one unnecessary read of the primary. */
  void changed(
      @Observes(during = TransactionPhase.AFTER_COMPLETION) @Priority(FIRST) JobChanged job) {
    see(job.id());
  }

  /** Before others hear of it: what they tell clients, no poll may fall behind. */
  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) @Priority(FIRST) JobsEnded event) {
    event.jobs().forEach(job -> shared.changed(job.id()));
  }
}
