package org.meanwhile.job.change;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobEdited;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.RunLimits;
import org.meanwhile.job.change.EditResult.Outcome;
import org.meanwhile.job.delivery.DeliverySql;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.Settings;

/**
 * Changes parts of a job at its caller's wish, all parts of a patch or none, in one transaction. A
 * job outside the caller's scope is treated as if it did not exist.
 */
@Stateless
public class JobEdits {
  @PersistenceContext(unitName = "meanwhile")
  private EntityManager entities;

  @Inject private Event<JobChanged> changed;
  @Inject private Event<JobEdited> edited;
  @Inject private SecretSeal seal;
  @Inject private Settings settings;

  /**
   * Applies a patch, unless a part of it may not change now.
   *
   * @param suspendable whether runs of an operation, by its name, can be suspended
   * @return empty when there is no such job in the scope
   */
  public Optional<EditResult> edit(
      JobId id, Scope scope, JobPatch patch, Predicate<String> suspendable) {
    LockedJobs jobs = new LockedJobs(entities, changed);
    return jobs.lock(id, scope).map(view -> edit(view, patch, suspendable, jobs.now()));
  }

  private EditResult edit(
      JobView view, JobPatch patch, Predicate<String> suspendable, Instant now) {
    Job job = view.job();
    if (patch.version().filter(known -> known != job.version()).isPresent()) {
      return EditResult.refused(
          Outcome.STALE_VERSION, view, "the job is at version " + job.version());
    }
    Optional<String> refusal = EditRules.refusal(view, patch, suspendable);
    if (refusal.isPresent()) {
      return EditResult.refused(Outcome.WRONG_STATE, view, refusal.get());
    }
    return invalid(view, patch).orElseGet(() -> apply(view, patch, now));
  }

  /** What is not valid together with what the job has already. */
  private Optional<EditResult> invalid(JobView view, JobPatch patch) {
    Job job = view.job();
    int maxLabels = settings.get(JobSettings.LABELS_MAX_COUNT);
    if (patch.labels().filter(p -> p.applyTo(job.labels()).size() > maxLabels).isPresent()) {
      return Optional.of(EditResult.invalid(view, "/labels", "must be at most " + maxLabels));
    }
    boolean hasNoUrl =
        patch.callback().filter(p -> !p.removed() && p.url().isEmpty()).isPresent()
            && !job.callback();
    return hasNoUrl
        ? Optional.of(EditResult.invalid(view, "/callback/url", "is required"))
        : Optional.empty();
  }

  private EditResult apply(JobView view, JobPatch patch, Instant now) {
    Job job = view.job();
    long versionBefore = job.version();
    boolean suspendedBefore = job.suspendedAt().isPresent();
    boolean callbackBefore = job.callback();
    patch.priority().ifPresent(job::prioritize);
    patch.startAt().ifPresent(time -> job.startAt(time, now));
    patch.timeout().ifPresent(job::limitTo);
    patch.deadline().ifPresent(deadline -> job.failAt(deadline.time()));
    patch.retain().ifPresent(job::retainFor);
    patch.labels().ifPresent(labels -> job.label(labels.applyTo(job.labels())));
    patch.suspended().ifPresent(wanted -> suspend(job, wanted, now));
    patch.callback().ifPresent(callback -> store(job, callback, callbackBefore));
    entities.flush();
    if (job.version() != versionBefore) {
      announce(job, suspendedBefore, now);
    }
    return EditResult.done(new JobView(job, view.output(), job.expiredAt(now)));
  }

  private static void suspend(Job job, boolean wanted, Instant now) {
    if (wanted) {
      job.suspend(now);
    } else {
      job.resume(now);
    }
  }

  private void store(Job job, CallbackPatch callback, boolean isStored) {
    if (callback.removed() && !isStored) {
      return;
    }
    job.deliver(!callback.removed());
    // Before the native statements, as in Removals; no part of the entity may have changed.
    entities.lock(job, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
    if (callback.removed()) {
      execute(DeliverySql.CALLBACK_DELETE, job.id().value());
      return;
    }
    callback
        .url()
        .ifPresent(
            url ->
                execute(
                    isStored ? DeliverySql.CALLBACK_MOVE : DeliverySql.CALLBACK_INSERT,
                    url,
                    callback.receiver().orElseThrow(),
                    callback.base(),
                    job.id().value()));
    callback
        .secrets()
        .map(secrets -> seal.seal(job.id(), secrets))
        .ifPresent(
            stored ->
                execute(
                    DeliverySql.CALLBACK_SECRETS,
                    stored.secret(),
                    stored.secrets(),
                    job.id().value()));
  }

  private void execute(String statement, Object... parameters) {
    var query = entities.createNativeQuery(statement);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    int rows = query.executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException(rows + " callbacks of one job");
    }
  }

  private void announce(Job job, boolean suspendedBefore, Instant now) {
    boolean suspended = job.suspendedAt().isPresent();
    JobEdited.Kind kind =
        suspended == suspendedBefore
            ? JobEdited.Kind.CHANGED
            : suspended ? JobEdited.Kind.SUSPENDED : JobEdited.Kind.RESUMED;
    boolean due = job.status() == JobStatus.WAITING && !job.isScheduled();
    Optional<RunLimits> run =
        job.status() == JobStatus.RUNNING
            ? Optional.of(
                new RunLimits(
                    job.timeout(),
                    job.deadline().map(end -> Duration.between(now, end)),
                    suspended))
            : Optional.empty();
    edited.fire(new JobEdited(job.id(), job.caller(), kind, due, run));
  }
}
