package org.meanwhile.job.change;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobCancelRequested;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRemoved;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Output;
import org.meanwhile.job.OutputDeleted;
import org.meanwhile.job.content.ContentSql;
import org.meanwhile.job.delivery.DeliverySql;
import org.meanwhile.job.log.LogSql;
import org.meanwhile.job.reuse.ReuseSql;
import org.meanwhile.platform.Scope;

/**
 * Changes that a caller makes to its jobs, each in one transaction. A job outside the caller's
 * scope is treated as if it did not exist.
 */
@Stateless
public class Removals {
  @PersistenceContext(unitName = "meanwhile")
  private EntityManager entities;

  @Inject private Event<JobCancelRequested> cancelRequested;
  @Inject private Event<JobsEnded> ended;
  @Inject private Event<JobChanged> changed;
  @Inject private Event<JobRemoved> removed;
  @Inject private Event<OutputDeleted> outputDeleted;

  /**
   * Cancels a waiting job, asks the node of a running one to stop it, and deletes the output of one
   * that has ended. A run that other jobs share goes on for them. Repeating it changes nothing.
   *
   * @return the job after the change; empty when there is none in the scope
   */
  public Optional<JobView> remove(JobId id, Scope scope) {
    long sinceNanos = System.nanoTime();
    Optional<JobView> found = jobs().lock(id, scope);
    found.ifPresent(view -> remove(view, sinceNanos));
    return found;
  }

  /**
   * Cancels a waiting job, and asks the node of a running one to stop it. Leaves one that has ended
   * as it is.
   *
   * @return the job after the change; empty when there is none in the scope
   */
  public Optional<JobView> cancel(JobId id, Scope scope) {
    long sinceNanos = System.nanoTime();
    Optional<JobView> found = jobs().lock(id, scope);
    found.filter(view -> !view.job().status().ended()).ifPresent(view -> remove(view, sinceNanos));
    return found;
  }

  private void remove(JobView view, long sinceNanos) {
    Job job = view.job();
    Instant now = jobs().now();
    JobStatus before = job.status();
    if (isShared(job) ? job.leave(now) : job.remove(now)) {
      removed.fire(new JobRemoved(job.id(), !before.ended()));
    }
    if (job.callback() && job.status() != before && job.status().ended()) {
      insertDelivery(job.id());
    }
    view.output().ifPresent(output -> delete(output, now));
    if (job.status().ended() && !job.hasLeft()) {
      deleteLog(job.id());
    }
    announce(job, before, sinceNanos);
  }

  /** Whether others share its run, so that the run goes on. */
  private boolean isShared(Job job) {
    return job.status() == JobStatus.RUNNING
        && !job.sharesRun()
        && !entities
            .createNativeQuery(ReuseSql.IS_SHARED)
            .setParameter(1, job.id().value())
            .getResultList()
            .isEmpty();
  }

  private void insertDelivery(JobId job) {
    int stored =
        entities
            .createNativeQuery(DeliverySql.DELIVERY_INSERT)
            .setParameter(1, UUID.randomUUID())
            .setParameter(2, job.value())
            .executeUpdate();
    if (stored != 1) {
      throw new IllegalStateException(stored + " callbacks for job " + job);
    }
  }

  private void announce(Job job, JobStatus before, long sinceNanos) {
    if (job.status() == JobStatus.RUNNING) {
      cancelRequested.fire(new JobCancelRequested(job.id()));
    } else if (job.status() != before) {
      boolean waited = before == JobStatus.WAITING;
      JobEnded end =
          new JobEnded(job.id(), job.caller(), job.operation(), job.status(), waited, sinceNanos);
      ended.fire(new JobsEnded(List.of(end)));
    }
  }

  /**
   * Deletes a job's output; the job stays. Repeating it changes nothing.
   *
   * @return the job after the change; empty when there is none in the scope
   */
  public Optional<JobView> deleteOutput(JobId id, Scope scope) {
    Optional<JobView> found = jobs().lock(id, scope);
    found
        .flatMap(JobView::output)
        .filter(output -> delete(output, jobs().now()))
        .ifPresent(
            output -> {
              deleteLog(id);
              outputDeleted.fire(new OutputDeleted(id));
            });
    return found;
  }

  private void deleteLog(JobId job) {
    entities.createNativeQuery(LogSql.DELETE_ONE).setParameter(1, job.value()).executeUpdate();
  }

  /** False when the output was deleted before. */
  private boolean delete(Output output, Instant now) {
    boolean first = output.delete(now);
    if (first) {
      // Before the native statement below: EclipseLink flushes for it, and after a flush it forgets
      // to count the version up.
      entities.lock(
          entities.getReference(Job.class, output.job().value()),
          LockModeType.OPTIMISTIC_FORCE_INCREMENT);
      output
          .contentId()
          .ifPresent(
              content -> {
                entities
                    .createNativeQuery(ContentSql.CONTENT_LOCK)
                    .setParameter(1, content)
                    .getResultList();
                entities
                    .createNativeQuery(ContentSql.CONTENT_DOOM)
                    .setParameter(1, content)
                    .executeUpdate();
              });
    }
    return first;
  }

  private LockedJobs jobs() {
    return new LockedJobs(entities, changed);
  }
}
