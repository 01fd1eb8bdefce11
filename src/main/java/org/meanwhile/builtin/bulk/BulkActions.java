package org.meanwhile.builtin.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.bulk.BulkTarget.Outcome;
import org.meanwhile.job.change.EditResult;
import org.meanwhile.job.change.JobEdits;
import org.meanwhile.job.change.JobPatch;
import org.meanwhile.job.change.Removals;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Scope;

/** Does one thing to one job. Doing it again changes nothing. Safe for many threads. */
@ApplicationScoped
class BulkActions {
  @Inject private Removals removals;
  @Inject private JobEdits edits;
  @Inject private BulkReruns reruns;
  @Inject private Catalogue catalogue;

  /**
   * Acts on a job with the rights of the bulk job's caller.
   *
   * @throws NoRoom when a quota leaves no room for a new job now
   */
  Outcome act(BulkAction action, JobId job, BulkRights rights) {
    return switch (action) {
      case CANCEL -> canceled(removals.cancel(job, rights.scope()));
      case DELETE_OUTPUT -> deleted(removals.deleteOutput(job, rights.scope()));
      case SUSPEND -> edited(job, rights.scope(), true);
      case RESUME -> edited(job, rights.scope(), false);
      case RERUN -> reruns.rerun(job, rights);
    };
  }

  private static Outcome canceled(Optional<JobView> after) {
    return after
        .map(JobView::job)
        .map(
            job ->
                job.status() == JobStatus.CANCELED || job.cancelRequested()
                    ? Outcome.DONE
                    : BulkRefusals.wrongState("the job has ended"))
        .orElseGet(BulkRefusals::gone);
  }

  private static Outcome deleted(Optional<JobView> after) {
    return after
        .map(
            view ->
                view.output().isPresent()
                    ? Outcome.DONE
                    : BulkRefusals.wrongState(withoutOutput(view.job())))
        .orElseGet(BulkRefusals::gone);
  }

  private static String withoutOutput(Job job) {
    return job.status().ended() ? "the job has no output" : "the job has not ended";
  }

  private Outcome edited(JobId job, Scope scope, boolean suspended) {
    return edits
        .edit(job, scope, JobPatch.suspended(suspended), this::isSuspendable)
        .map(
            result ->
                result.outcome() == EditResult.Outcome.DONE
                    ? Outcome.DONE
                    : BulkRefusals.wrongState(result.detail()))
        .orElseGet(BulkRefusals::gone);
  }

  private boolean isSuspendable(String operation) {
    return catalogue.find(operation).filter(OfferedOperation::suspendable).isPresent();
  }
}
