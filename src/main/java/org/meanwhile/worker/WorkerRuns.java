package org.meanwhile.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Progress;
import org.meanwhile.job.estimate.RunDurations;
import org.meanwhile.job.lease.LeaseEnds;
import org.meanwhile.job.lease.LeaseOutputs;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.job.run.BackOff;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.UriSecret;

/**
 * The runs of workers elsewhere, at the requests of these workers.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class WorkerRuns {
  private static final Metric LAPSED =
      Metric.of(
          "meanwhile_leases_lapsed",
          "Leases that this node has ended without their workers: not used, not renewed, or out of time");

  private static final int DIGEST_TRIES = 3;
  private static final int RENEWALS_A_LEASE = 3;

  @Inject private Leases leases;
  @Inject private LeaseEnds ends;
  @Inject private LeaseOutputs outputs;
  @Inject private Claims claims;
  @Inject private WorkerClaimer claimer;
  @Inject private JobMetrics metrics;
  @Inject private RunDurations durations;
  @Inject private Settings settings;
  @Inject private Event<JobChanged> changed;
  @Inject private Meters meters;

  /**
   * A request of a lease's worker: renews the lease when it is held, and ends it when it is over.
   *
   * @return the lease after that; empty when this caller has none of this secret
   */
  public Optional<LeaseState> use(UriSecret secret, String caller) {
    Optional<LeaseState> state = leases.use(secret.sha256(), caller);
    state.filter(each -> isDue(each.phase())).ifPresent(this::settle);
    return state;
  }

  private static boolean isDue(LeaseState.Phase phase) {
    return switch (phase) {
      case LAPSED, TIMED_OUT, TOO_LATE -> true;
      case HELD, CANCELED, OVER -> false;
    };
  }

  private void settle(LeaseState state) {
    ends.settle(state, settings.get(JobSettings.MAX_CRASHES));
    changed.fire(new JobChanged(state.lease().job()));
    claimer.look();
  }

  /** Ends all leases that are over, of whichever node's workers. */
  void sweep() {
    int over = ends.sweep(settings.get(JobSettings.MAX_CRASHES));
    if (over > 0) {
      meters.counter(LAPSED).inc(over);
      claimer.look();
    }
  }

  /** Stores the progress of a lease that is held. */
  public void report(LeaseState state, Progress progress) {
    claims.report(List.of(new Claims.ProgressReport(state.lease(), progress, Optional.empty())));
    changed.fire(new JobChanged(state.lease().job()));
  }

  /**
   * Stores a checkpoint; the next attempt gets it. A job that is to be suspended is handed back.
   *
   * @param checkpoint empty to forget the one before
   * @return whether the lease is still held
   */
  public boolean checkpoint(LeaseState state, Optional<byte[]> checkpoint) {
    if (checkpoint.isEmpty()) {
      claims.forgetCheckpoint(state.lease());
      return true;
    }
    return claims.checkpoint(state.lease(), checkpoint.get())
        && !(state.suspended() && handBack(state));
  }

  private boolean handBack(LeaseState state) {
    return end(backOf(state.tokenSha256(), state.holder())).outcome() == LeaseEnds.Outcome.STORED;
  }

  /** Gives the job back, without counting an attempt. */
  public LeaseEnds.Ended handBack(UriSecret secret, String caller) {
    return end(backOf(secret.sha256(), caller));
  }

  private static LeaseEnding backOf(String token, String holder) {
    return new LeaseEnding(
        token, holder, Optional.empty(), false, (now, output) -> new RunResult.HandedBack());
  }

  /** Ends a run with its output, or with an error. The same again changes nothing. */
  public LeaseEnds.Ended end(UriSecret secret, String caller, WorkerEnding ending) {
    LeaseEnds.Ended ended = end(of(secret.sha256(), caller, ending));
    for (int i = 0; i < DIGEST_TRIES && needsDigest(ended); i++) {
      outputs.digest(ended.state(), renewal(secret, caller, ended.state()));
      ended = end(of(secret.sha256(), caller, ending));
    }
    return ended;
  }

  /** Renews the lease while something long is done with it. */
  private Runnable renewal(UriSecret secret, String caller, LeaseState state) {
    long periodNanos = state.time().toNanos() / RENEWALS_A_LEASE;
    AtomicLong renewedNanos = new AtomicLong(System.nanoTime());
    leases.use(secret.sha256(), caller);
    return () -> {
      if (System.nanoTime() - renewedNanos.get() >= periodNanos) {
        leases.use(secret.sha256(), caller);
        renewedNanos.set(System.nanoTime());
      }
    };
  }

  private LeaseEnds.Ended end(LeaseEnding ending) {
    LeaseEnds.Ended ended = ends.end(ending);
    if (ended.status().isPresent()) {
      measure(ended.state(), ended.status().get());
      claimer.look();
    }
    return ended;
  }

  private LeaseEnding of(String token, String holder, WorkerEnding ending) {
    return new LeaseEnding(
        token,
        holder,
        Optional.of(ending.fingerprint()),
        ending.error().isEmpty(),
        (now, output) ->
            ending.error().isPresent()
                ? failed(now, ending, ending.error().get())
                : output.orElseThrow());
  }

  private RunResult failed(LeaseState state, WorkerEnding ending, JobError error) {
    return ending.retry() && state.attempt() < state.maxAttempts()
        ? new RunResult.TryAgain(BackOff.of(settings, state.attempt()), error)
        : new RunResult.Failed(error);
  }

  /** Of an output that was sent in parts. */
  private static boolean needsDigest(LeaseEnds.Ended ended) {
    return ended.outcome() == LeaseEnds.Outcome.OUTPUT_NOT_READY && ended.state().outputIsWhole();
  }

  /** A job that was claimed before may have gone on from a checkpoint, and tells no duration. */
  private void measure(LeaseState state, JobStatus status) {
    metrics.ran(state.operation(), state.age());
    if (status == JobStatus.SUCCEEDED && state.lease().claim() == 1) {
      durations.add(state.operation(), state.age());
    }
  }
}
