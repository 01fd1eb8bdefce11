package org.meanwhile.job.estimate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;

/**
 * All that estimates are made of, as it was at one moment. Not to be changed, so safe for many
 * threads.
 *
 * @param readAt by the database's clock
 * @param clockOffset what the database's clock is ahead of this node's
 * @param model has been played
 * @param positions from 1, of the first 10,000
 * @param cutOff callers with more jobs than were read
 * @param lost jobs that run on nodes that are not alive
 */
public record QueueSnapshot(
    Instant readAt,
    Duration clockOffset,
    QueueModel model,
    Map<JobId, Integer> positions,
    Set<String> cutOff,
    Map<String, RunHistory> histories,
    Set<JobId> lost) {

  /** Nothing is known, so no estimate comes of it. */
  static final QueueSnapshot UNKNOWN =
      new QueueSnapshot(
          Instant.EPOCH,
          Duration.ZERO,
          new QueueModel(new QueueModel.Slots(0, 0, operation -> 0), operation -> RunHistory.EMPTY),
          Map.of(),
          Set.of(),
          Map.of(),
          Set.of());

  /**
   * The position of a job that waits for a slot. Empty when the job does not wait for a slot, came
   * later, or is not among the first 10,000.
   */
  public OptionalInt position(JobId job) {
    Integer position = positions.get(job);
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /** What is known of an operation's runs. */
  public RunHistory history(String operation) {
    return histories.getOrDefault(operation, RunHistory.EMPTY);
  }

  /**
   * The time until a waiting job gets a slot: after its turn in the queue, and not before it is
   * due. Empty when no node that lives may run it, or it is too far behind.
   *
   * @param now by the database's clock
   */
  public Optional<TimeLeft> untilStart(Job job, Instant now) {
    Optional<TimeLeft> start = model.start(job.id());
    if (start.isEmpty() && !cutOff.contains(job.caller())) {
      start = model.startOfNew(job.caller(), job.operation());
    }
    TimeLeft due = new TimeLeft(Duration.between(now, job.runAt()).toMillis(), 0);
    return start
        .map(slot -> slot.after(Duration.between(readAt, now)))
        .map(slot -> slot.orLater(due));
  }

  /**
   * The time until a job would get a slot that came now. Empty when no node that lives may run it.
   *
   * @param startAt the job is not due before
   * @param now by the database's clock
   */
  public Optional<TimeLeft> untilStartOfNew(
      String caller, String operation, Optional<Instant> startAt, Instant now) {
    TimeLeft due =
        new TimeLeft(startAt.map(time -> Duration.between(now, time).toMillis()).orElse(0L), 0);
    return model
        .startOfNew(caller, operation)
        .map(slot -> slot.after(Duration.between(readAt, now)))
        .map(slot -> slot.orLater(due));
  }

  /** When a running job will end. */
  public TimeLeft untilEnd(Job job, Instant now) {
    return RunningJob.of(job, lost.contains(job.id())).left(history(job.operation()), now);
  }
}
