package org.meanwhile.builtin.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.bulk.BulkTarget;
import org.meanwhile.job.bulk.BulkTarget.Outcome;
import org.meanwhile.job.bulk.BulkTargets;
import org.meanwhile.job.read.JobFilter;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.read.OperatorsOnly;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;
import org.meanwhile.security.Caller;

/** The operation {@code bulk}: acts on all jobs of a filter. */
@ApplicationScoped
class Bulk implements Operation<Map<String, @Nullable Object>> {
  private static final int SELECTED_AT_ONCE = 1000;
  private static final int NOTED_AT_ONCE = 50;
  private static final int MAX_JOBS = 1_000_000;

  /** How long a new job waits for room, in seconds, before its line says that there is none. */
  private static final int MAX_WAIT_SECONDS = 60;

  private static final Duration MAX_REST = Duration.ofSeconds(5);

  @Inject private JobReader jobs;
  @Inject private JobLists lists;
  @Inject private BulkTargets targets;
  @Inject private BulkActions actions;

  @Override
  public void run(Map<String, @Nullable Object> input, Task task) throws Exception {
    BulkInput request = BulkInput.of(input);
    Patience patience = new Patience(task);
    JobView self =
        patience
            .get(() -> jobs.find(new JobId(task.jobId())))
            .orElseThrow(() -> new IllegalStateException("the job has no record"));
    BulkRights rights = BulkRights.of(self.job());
    Optional<byte[]> checkpoint = task.lastCheckpoint();
    BulkSelection selection =
        checkpoint.isPresent()
            ? BulkSelection.read(checkpoint.get())
            : select(request, rights, task);
    act(request.action(), selection, rights, task, patience);
    write(selection.id(), task, patience);
  }

  private BulkSelection select(BulkInput request, BulkRights rights, Task task) throws Exception {
    JobFilter filter = filter(request, rights);
    UUID selection = task.uninterrupted(() -> targets.begin(rights.bulk()));
    int count = 0;
    Optional<JobQuery> next = Optional.of(JobQuery.of(filter, SELECTED_AT_ONCE));
    while (next.isPresent()) {
      task.checkCanceled();
      JobQuery query = next.get();
      int from = count;
      JobLists.Ids page = task.uninterrupted(() -> lists.ids(query));
      List<JobId> found = page.jobs().stream().filter(job -> !job.equals(rights.bulk())).toList();
      task.uninterrupted(
          () -> {
            targets.add(selection, from, found);
            return null;
          });
      count += found.size();
      if (count > MAX_JOBS) {
        throw new PermanentFailure(
            413, "too-many-jobs", "the filter finds more than " + MAX_JOBS + " jobs");
      }
      next = page.next().map(query::behind);
    }
    if (request.expect().isPresent() && request.expect().getAsLong() != count) {
      throw new PermanentFailure(
          409,
          BulkRefusals.WRONG_STATE,
          "the filter finds " + count + " jobs instead of " + request.expect().getAsLong());
    }
    BulkSelection selected = new BulkSelection(selection, count, 0);
    task.checkpoint(selected.checkpoint());
    return selected;
  }

  private static JobFilter filter(BulkInput request, BulkRights rights) throws PermanentFailure {
    try {
      return request.within(rights.scope());
    } catch (OperatorsOnly e) {
      throw new PermanentFailure(403, "forbidden", String.valueOf(e.getMessage()));
    }
  }

  private void act(
      BulkAction action, BulkSelection selection, BulkRights rights, Task task, Patience patience)
      throws Exception {
    BulkSelection now = selection;
    while (now.done() < now.jobs()) {
      task.progress(now.done(), now.jobs(), "jobs");
      int last = now.done() - 1;
      List<BulkTarget> page =
          patience.get(() -> targets.behind(last, selection.id(), NOTED_AT_ONCE));
      List<BulkTarget> done = new ArrayList<>();
      for (BulkTarget target : page) {
        if (target.outcome().isEmpty()) {
          done.add(target.with(outcome(action, target.job(), rights, task, patience)));
          task.progress(target.seq() + 1L, now.jobs(), "jobs");
        }
      }
      patience.get(
          () -> {
            targets.done(selection.id(), done);
            return null;
          });
      now = now.done(now.done() + page.size());
      task.checkpoint(now.checkpoint());
    }
    task.progress(now.jobs(), now.jobs(), "jobs");
  }

  /** Waits while a quota leaves no room for a new job. */
  private Outcome outcome(
      BulkAction action, JobId job, BulkRights rights, Task task, Patience patience)
      throws Exception {
    long latestNanos = System.nanoTime() + Duration.ofSeconds(MAX_WAIT_SECONDS).toNanos();
    while (true) {
      task.checkCanceled();
      try {
        return patience.get(
            () -> Caller.as(rights.caller(), () -> actions.act(action, job, rights)));
      } catch (NoRoom e) {
        if (System.nanoTime() - latestNanos > 0) {
          return Outcome.refused(e.code(), String.valueOf(e.getMessage()));
        }
        patience.rest(e.retryAfter().compareTo(MAX_REST) < 0 ? e.retryAfter() : MAX_REST);
      }
    }
  }

  private void write(UUID selection, Task task, Patience patience) throws Exception {
    OutputStream output = task.output("application/x-ndjson", "bulk.ndjson");
    int last = -1;
    List<BulkTarget> page = page(last, selection, patience);
    while (!page.isEmpty()) {
      for (BulkTarget target : page) {
        write(target, output);
        last = target.seq();
      }
      page = page(last, selection, patience);
    }
  }

  private List<BulkTarget> page(int last, UUID selection, Patience patience) throws Exception {
    return patience.get(() -> targets.behind(last, selection, SELECTED_AT_ONCE));
  }

  private static void write(BulkTarget target, OutputStream output) throws IOException {
    output.write(BulkLine.of(target));
  }
}
