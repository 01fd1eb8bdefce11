package org.meanwhile.job.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobId;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.submit.QueueFull;
import org.meanwhile.job.submit.QuotaExceeded;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.platform.SafeLogText;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.WebhookSecret;

/**
 * Makes the jobs of schedules that are due.
 *
 * <p>Between taking a schedule and storing what became of it no lock is held: the job is stored by
 * the same way as any other, with its quotas and in its own transaction. A node that dies in
 * between, or is so slow that another one takes over, makes no second job, by the job's id.
 */
@ApplicationScoped
public class ScheduleFiring {
  private static final System.Logger LOG = System.getLogger(ScheduleFiring.class.getName());
  private static final int PAGE = 20;
  private static final int MAX_CANCELED = 1000;

  @Inject private DueSchedules due;
  @Inject private Schedules schedules;
  @Inject private ScheduledJobs jobs;
  @Inject private RepeatedRequests repeated;
  @Inject private Removals removals;
  @Inject private ScheduleMetrics metrics;

  /**
   * Fires all schedules that are due.
   *
   * @throws DatabaseFailure when the database is away; what was taken is fired later
   */
  public void fireDue() {
    for (int taken = PAGE; taken == PAGE; ) {
      taken = 0;
      for (DueSchedules.Taken each : due.take(PAGE)) {
        taken++;
        fireLogged(each);
      }
    }
  }

  /** One schedule must not keep the others from firing. */
  private void fireLogged(DueSchedules.Taken taken) {
    try {
      fire(DueFire.of(taken.schedule(), taken.now()));
    } catch (DatabaseFailure e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a schedule has not fired", SafeLogText.trace(e));
    }
  }

  private void fire(DueFire fire) {
    JobId job = FireId.of(fire.schedule().id(), fire.at());
    if (fire.missed()) {
      if (due.missed(fire)) {
        metrics.count(ScheduleMetrics.Outcome.MISSED);
      }
    } else if (isHeldUp(fire, job)) {
      if (due.passedOver(fire)) {
        metrics.count(ScheduleMetrics.Outcome.SKIPPED);
      }
    } else {
      submit(fire, job);
    }
  }

  private boolean isHeldUp(DueFire fire, JobId own) {
    return fire.schedule().overlap() == Overlap.SKIP && !due.unfinished(fire, own, 1).isEmpty();
  }

  private void submit(DueFire fire, JobId job) {
    try {
      boolean created = create(fire, job);
      if (due.fired(fire, job) && created) {
        metrics.fired(fire.lateness());
      }
    } catch (RefusedFire e) {
      refuse(fire, e);
    } catch (QueueFull e) {
      refuse(fire, new RefusedFire("queue-full", "the queue is full"));
    } catch (QuotaExceeded e) {
      refuse(fire, new RefusedFire("quota-exceeded", detail(e.quota())));
    }
  }

  /** False when the job is there already: its node has died before it could say so. */
  private boolean create(DueFire fire, JobId id) throws RefusedFire {
    List<WebhookSecret> secrets =
        schedules
            .secrets(fire.schedule())
            .orElseThrow(
                () ->
                    new RefusedFire(
                        "callback-refused", "the server cannot read the callback's secret"));
    ScheduledJobs.MadeJob job = jobs.make(fire.schedule(), secrets, id);
    if (repeated.find(job.identity()).isPresent()) {
      return false;
    }
    if (fire.schedule().overlap() == Overlap.CANCEL) {
      cancelEarlier(fire, id);
    }
    return job.store().get().created();
  }

  private void cancelEarlier(DueFire fire, JobId own) {
    Scope owner = Scope.of(fire.schedule().caller());
    due.unfinished(fire, own, MAX_CANCELED).stream()
        .filter(job -> !job.stopping())
        .forEach(job -> removals.remove(job.id(), owner));
  }

  private void refuse(DueFire fire, RefusedFire why) {
    boolean again = fire.schedule().wasRefusedAt(fire.at());
    if (due.refused(fire, why) && !again) {
      metrics.count(ScheduleMetrics.Outcome.REFUSED);
    }
  }

  private static String detail(QuotaExceeded.Quota quota) {
    return switch (quota) {
      case UNFINISHED -> "the caller has as many unfinished jobs as it may have";
      case BYTES -> "the caller's outputs and files take all the room that they may take";
      case SUBMITS -> "the caller has created as many jobs as it may create in a minute";
    };
  }
}
