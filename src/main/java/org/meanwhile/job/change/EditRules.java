package org.meanwhile.job.change;

import java.util.Optional;
import java.util.function.Predicate;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;

/** Which parts of a job may be changed while it is as it is. */
final class EditRules {
  private EditRules() {}

  /**
   * Why a patch is refused; empty when it is not.
   *
   * @param suspendable whether runs of an operation, by its name, can be suspended
   */
  static Optional<String> refusal(JobView view, JobPatch patch, Predicate<String> suspendable) {
    Job job = view.job();
    if ((patch.priority().isPresent() || patch.startAt().isPresent())
        && job.status() != JobStatus.WAITING) {
      return Optional.of("priority and startAt can be changed only before the job starts");
    }
    if (job.isGroup()
        && (patch.priority().isPresent()
            || patch.startAt().isPresent()
            || patch.timeout().isPresent()
            || patch.suspended().isPresent())) {
      return Optional.of(
          "a group takes no slot: priority, startAt, timeout and suspended are changed of its"
              + " members");
    }
    if (job.sharesRun()
        && (patch.priority().isPresent()
            || patch.startAt().isPresent()
            || patch.timeout().isPresent()
            || patch.suspended().isPresent())) {
      return Optional.of(
          "the job shares the run of another one and takes no slot: priority, startAt, timeout and"
              + " suspended are changed of the job that runs");
    }
    boolean whileUnfinished =
        patch.timeout().isPresent() || patch.deadline().isPresent() || patch.callback().isPresent();
    if (whileUnfinished && job.status().ended()) {
      return Optional.of("timeout, deadline and callback can be changed only before the job ends");
    }
    if (patch.retain().isPresent() && isOutputGone(view)) {
      return Optional.of("retain can be changed only until the output is gone");
    }
    return patch.suspended().flatMap(wanted -> refusal(job, wanted, suspendable));
  }

  private static Optional<String> refusal(
      Job job, boolean suspended, Predicate<String> suspendable) {
    if (job.status().ended()) {
      return Optional.of("the job has ended: there is nothing to suspend or to let go on");
    }
    if (suspended && job.cancelRequested()) {
      return Optional.of("the job is being canceled");
    }
    if (suspended
        && job.status() == JobStatus.RUNNING
        && job.suspendedAt().isEmpty()
        && !suspendable.test(job.operation())) {
      return Optional.of("a run of this operation cannot be suspended: it stores no checkpoints");
    }
    return Optional.empty();
  }

  private static boolean isOutputGone(JobView view) {
    return view.expired()
        || view.job().removedAt().isPresent()
        || view.output().flatMap(Output::deletedAt).isPresent();
  }
}
