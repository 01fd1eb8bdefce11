package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;

/** A simple model of what the stores should hold: no SQL, no threads, a clock of its own. */
final class StoreModel {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration BACK_OFF = Duration.ofMinutes(10);
  static final int MOST_CRASHES = 3;

  private static final class Entry {
    private JobId id;
    private JobStatus status = JobStatus.WAITING;
    private UUID owner;
    private long claim;
    private int attempt;
    private int crashes;
    private int priority;
    private boolean rerunnable;
    private boolean cancelRequested;
    private boolean removed;
    private boolean purged;
    private long dueMinute;
    private long dueTick;
    private long finishedMinute;
    private Long progress;
    private byte checkpoint;
    private String error;
    private UUID file;
    private UUID output;
    private boolean outputDeleted;

    private boolean heldBy(Lease lease) {
      return status == JobStatus.RUNNING && owner.equals(lease.node()) && claim == lease.claim();
    }

    private boolean crashedOften() {
      return crashes + 1 >= MOST_CRASHES;
    }
  }

  private record Content(String state, Lease lease, long touchedMinute) {
    private Content as(String other) {
      return new Content(other, lease, touchedMinute);
    }
  }

  private final Map<JobId, Entry> jobs = new LinkedHashMap<>();
  private final List<JobId> everStored = new ArrayList<>();
  private final Map<UUID, Content> contents = new HashMap<>();
  private final Set<UUID> alive = new HashSet<>();
  private long minute;
  private long tick;

  List<JobId> ids() {
    return everStored;
  }

  void pass(int minutes) {
    minute += minutes;
  }

  void join(UUID node) {
    alive.add(node);
  }

  void die(UUID node) {
    alive.remove(node);
  }

  void upload(UUID content) {
    contents.put(content, new Content("STAGED", null, minute));
  }

  /** Only staged content can be discarded. */
  void discard(UUID content) {
    contents.computeIfPresent(content, (id, c) -> staged(c) ? c.as("DOOMED") : c);
  }

  private static boolean staged(Content content) {
    return content.state().equals("STAGED");
  }

  boolean mayKeep(UUID content) {
    return contents.containsKey(content) && staged(contents.get(content));
  }

  void create(JobId id, Step.Create step, UUID file) {
    Entry job = new Entry();
    job.id = id;
    job.priority = step.priority();
    job.rerunnable = step.rerunnable();
    job.file = file;
    due(job, 0);
    jobs.put(id, job);
    everStored.add(id);
    if (file != null) {
      contents.compute(file, (content, c) -> c.as("KEPT"));
    }
  }

  private void due(Entry job, long inMinutes) {
    job.dueMinute = minute + inMinutes;
    job.dueTick = ++tick;
  }

  void remove(JobId id) {
    Entry job = jobs.get(id);
    if (job == null || gone(job) || job.removed) {
      return;
    }
    job.removed = true;
    if (job.status == JobStatus.WAITING) {
      end(job, JobStatus.CANCELED, null, job.progress);
    } else if (job.status == JobStatus.RUNNING) {
      job.cancelRequested = true;
    } else {
      deleteOutput(job);
    }
  }

  void deleteOutput(JobId id) {
    Entry job = jobs.get(id);
    if (job != null && !gone(job)) {
      deleteOutput(job);
    }
  }

  private void deleteOutput(Entry job) {
    if (job.output != null && !job.outputDeleted) {
      job.outputDeleted = true;
      doom(job.output);
    }
  }

  private void doom(UUID content) {
    contents.computeIfPresent(content, (id, c) -> c.as("DOOMED"));
  }

  private boolean gone(Entry job) {
    return job.status.ended()
        && minute >= job.finishedMinute + Order.RETAIN.plus(Order.TOMBSTONE).toMinutes();
  }

  private void end(Entry job, JobStatus status, String error, Long progress) {
    job.status = status;
    job.error = error;
    job.progress = progress;
    job.finishedMinute = minute;
  }

  List<Lease> claim(UUID node, int most) {
    if (!alive.contains(node)) {
      return List.of();
    }
    Comparator<Entry> urgency =
        Comparator.<Entry>comparingInt(job -> -job.priority)
            .thenComparing(job -> job.dueMinute)
            .thenComparing(job -> job.dueTick)
            .thenComparing(job -> job.id.toString());
    return jobs.values().stream()
        .filter(job -> job.status == JobStatus.WAITING && job.dueMinute <= minute)
        .sorted(urgency)
        .limit(most)
        .map(job -> start(job, node))
        .toList();
  }

  private static Lease start(Entry job, UUID node) {
    job.status = JobStatus.RUNNING;
    job.owner = node;
    job.claim++;
    job.attempt++;
    job.progress = null;
    return new Lease(job.id, node, job.claim);
  }

  byte checkpointOf(JobId id) {
    return jobs.get(id).checkpoint;
  }

  void report(Lease lease, long done) {
    Entry job = jobs.get(lease.job());
    if (job != null && job.heldBy(lease)) {
      job.progress = done;
    }
  }

  boolean checkpoint(Lease lease, byte state) {
    Entry job = jobs.get(lease.job());
    if (job == null || !job.heldBy(lease)) {
      return false;
    }
    job.checkpoint = state;
    return true;
  }

  void output(UUID content, Lease lease) {
    contents.put(content, new Content("STAGED", lease, minute));
  }

  boolean wouldPublishWhatWasGivenUp(Lease lease, RunResult ending) {
    Entry job = jobs.get(lease.job());
    return ending instanceof RunResult.Succeeded success
        && job != null
        && job.heldBy(lease)
        && !job.cancelRequested
        && !mayKeep(success.content().id());
  }

  Optional<JobStatus> finish(Lease lease, RunResult ending) {
    Entry job = jobs.get(lease.job());
    JobStatus wanted = wanted(ending);
    if (job == null) {
      return Optional.empty();
    }
    if (!job.heldBy(lease)) {
      // A repeated call returns what the earlier one stored.
      boolean said = job.status == wanted || job.status == JobStatus.CANCELED;
      return said && job.claim == lease.claim() ? Optional.of(job.status) : Optional.empty();
    }
    if (job.cancelRequested) {
      end(job, JobStatus.CANCELED, null, null);
      return Optional.of(JobStatus.CANCELED);
    }
    if (wanted == JobStatus.CANCELED) {
      return Optional.empty();
    }
    if (ending instanceof RunResult.Succeeded success) {
      end(job, wanted, null, null);
      job.output = success.content().id();
      contents.compute(job.output, (id, c) -> c.as("KEPT"));
    } else if (ending instanceof RunResult.Failed failed) {
      end(job, wanted, failed.error().code(), null);
    } else if (ending instanceof RunResult.TryAgain) {
      waitAgain(job, 0);
      due(job, BACK_OFF.toMinutes());
    } else {
      // It keeps its place in the queue.
      waitAgain(job, 1);
    }
    return Optional.of(wanted);
  }

  private static JobStatus wanted(RunResult ending) {
    if (ending instanceof RunResult.Succeeded) {
      return JobStatus.SUCCEEDED;
    }
    if (ending instanceof RunResult.Failed) {
      return JobStatus.FAILED;
    }
    return ending instanceof RunResult.Canceled ? JobStatus.CANCELED : JobStatus.WAITING;
  }

  private static void waitAgain(Entry job, int attempts) {
    job.status = JobStatus.WAITING;
    job.owner = null;
    job.attempt -= attempts;
  }

  private List<Entry> abandoned() {
    return jobs.values().stream()
        .filter(job -> job.status == JobStatus.RUNNING && !alive.contains(job.owner))
        .toList();
  }

  private static boolean isGivenBack(Entry job) {
    return !job.cancelRequested && job.rerunnable && !job.crashedOften();
  }

  List<JobId> toGiveBack() {
    return abandoned().stream()
        .filter(StoreModel::isGivenBack)
        .map(job -> job.id)
        .sorted(Comparator.comparing(JobId::toString))
        .toList();
  }

  boolean nothingToEnd() {
    return abandoned().stream().allMatch(StoreModel::isGivenBack);
  }

  void rescue() {
    rescueAllBut(null);
  }

  /** Jobs released in one transaction are due at the same time. */
  void rescueAllBut(JobId overtaken) {
    long together = ++tick;
    for (Entry job : abandoned()) {
      if (job.id.equals(overtaken)) {
        continue;
      }
      if (job.cancelRequested) {
        end(job, JobStatus.CANCELED, null, null);
      } else if (!job.rerunnable) {
        end(job, JobStatus.FAILED, "interrupted", null);
      } else if (job.crashedOften()) {
        end(job, JobStatus.FAILED, "poison", null);
      } else {
        job.crashes++;
        waitAgain(job, 1);
        due(job, 0);
        job.dueTick = together;
      }
    }
  }

  void purge() {
    for (Entry job : jobs.values()) {
      if (!job.status.ended()) {
        continue;
      }
      if (minute >= job.finishedMinute + Order.RETAIN.toMinutes() && !job.purged) {
        job.purged = true;
        deleteOutput(job);
        if (job.file != null) {
          doom(job.file);
          job.file = null;
        }
      }
    }
    jobs.values().removeIf(this::gone);
    contents.values().removeIf(c -> c.state().equals("DOOMED") || staged(c) && leftBehind(c));
  }

  private boolean leftBehind(Content content) {
    if (content.lease() == null) {
      return minute - content.touchedMinute() >= IDLE.toMinutes();
    }
    Entry job = jobs.get(content.lease().job());
    return job == null || job.status != JobStatus.RUNNING || job.claim != content.lease().claim();
  }

  /** Compares every row and every content. */
  void compare(Stores stores) {
    Set<String> expected = new HashSet<>();
    jobs.values().forEach(job -> expected.add(text(job)));
    Set<String> actual = new HashSet<>();
    stores.rows().forEach(row -> actual.add(text(row)));
    assertThat(actual).isEqualTo(expected);

    Map<UUID, String> states = new HashMap<>();
    contents.forEach((id, content) -> states.put(id, content.state()));
    assertThat(stores.contentStates()).isEqualTo(states);
    assertThat(stores.contentsWithChunks()).isEqualTo(states.keySet());

    Set<String> outputs = new HashSet<>();
    jobs.values().stream()
        .filter(job -> job.output != null)
        .forEach(job -> outputs.add(job.id + " deleted: " + job.outputDeleted));
    assertThat(stores.outputs()).isEqualTo(outputs);
  }

  private static String text(Entry job) {
    return String.join(
        " ",
        String.valueOf(job.id),
        String.valueOf(job.status),
        "owner " + job.owner,
        "claim " + job.claim,
        "attempt " + job.attempt,
        "crashes " + job.crashes,
        "cancel " + job.cancelRequested,
        "removed " + job.removed,
        "purged " + job.purged,
        "progress " + job.progress,
        "error " + job.error);
  }

  private static String text(JobRow row) {
    return String.join(
        " ",
        String.valueOf(row.id()),
        String.valueOf(row.status()),
        "owner " + row.owner(),
        "claim " + row.claim(),
        "attempt " + row.attempt(),
        "crashes " + row.crashes(),
        "cancel " + (row.cancelRequestedAt() != null),
        "removed " + (row.removedAt() != null),
        "purged " + row.purged(),
        "progress " + row.progressDone(),
        "error " + row.errorCode());
  }
}
