package org.meanwhile.job.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.Dependency.On;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.Stores;
import org.meanwhile.job.content.ContentContract;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.Scope;

/** Jobs that wait for others: none waits for ever, none runs too early. */
public interface DependencyContract {
  RunResult.Failed FAILURE = new RunResult.Failed(new JobError(500, "broken", "it broke"));

  Stores stores();

  private Job job(JobId id) {
    return stores().jobs.find(id, Scope.everyone()).orElseThrow().job();
  }

  private JobId child(Dependency... after) {
    return stores().jobs.store(Order.any().after(after));
  }

  private static Dependency on(JobId parent, On on) {
    return new Dependency(parent, on, false);
  }

  private Lease run(JobId id) {
    List<Lease> leases = stores().claimAtMost(stores().node(), 100);
    return leases.stream().filter(lease -> lease.job().equals(id)).findFirst().orElseThrow();
  }

  @Test
  default void a_job_waits_for_its_parent_and_then_runs() {
    JobId parent = stores().jobs.store(Order.any());
    JobId child = child(on(parent, On.SUCCEEDED));
    assertThat(job(child).waitsFor()).containsExactly(parent);
    assertThat(job(child).isScheduled()).isTrue();
    Lease lease = stores().claimOne(stores().node());
    assertThat(lease.job()).isEqualTo(parent);
    stores().dependencies.settleAll();
    assertThat(job(child).waitsFor()).containsExactly(parent);

    stores().complete(lease, stores().success(lease));
    long version = job(child).version();
    stores().dependencies.settle(List.of(parent));

    assertThat(job(child).waitsFor()).isEmpty();
    assertThat(job(child).version()).isEqualTo(version + 1);
    assertThat(stores().released.events()).contains(new JobReleased(child, Order.ALICE));
    assertThat(stores().claimOne(stores().node()).job()).isEqualTo(child);
    assertThat(stores().dependencies.anyOpen()).isFalse();
  }

  @Test
  default void what_a_job_waited_for_is_told_in_the_order_of_its_request_when_it_is_over_too() {
    JobId first = stores().jobs.store(Order.any());
    JobId second = stores().jobs.store(Order.any());
    Dependency[] after = {on(second, On.ENDED), on(first, On.FAILED)};
    JobId child = child(after);
    Dependents dependents = new Dependents(stores().database);
    assertThat(dependents.parentsOf(child)).containsExactly(after);

    Lease lease = run(second);
    stores().complete(lease, stores().success(lease));
    stores().dependencies.settleAll();

    assertThat(dependents.parentsOf(child)).containsExactly(after);
    assertThat(dependents.parentsOf(first)).isEmpty();
  }

  @Test
  default void a_job_waits_for_all_of_its_parents() {
    JobId first = stores().jobs.store(Order.any());
    JobId second = stores().jobs.store(Order.any());
    JobId child = child(on(first, On.ENDED), on(second, On.ENDED));
    stores().jobs.remove(first);
    stores().dependencies.settleAll();
    assertThat(job(child).waitsFor()).containsExactly(second);
    stores().jobs.remove(second);
    stores().dependencies.settleAll();

    assertThat(stores().claimOne(stores().node()).job()).isEqualTo(child);
  }

  /** Each end of a parent against each wish of a child. */
  @Test
  default void an_other_end_than_was_wanted_fails_the_child() {
    for (On on : On.values()) {
      for (String end : List.of("succeeded", "failed", "canceled", "removed", "forgotten")) {
        JobId parent = stores().jobs.store(Order.any());
        JobId child = child(on(parent, on));
        end(parent, end);
        stores().dependencies.settleAll();
        boolean met =
            on == On.ENDED
                || on == On.SUCCEEDED && end.equals("succeeded")
                || on == On.FAILED && end.equals("failed");

        assertThat(job(child).status())
            .as("%s after %s", on, end)
            .isEqualTo(met ? JobStatus.WAITING : JobStatus.FAILED);
        if (met) {
          assertThat(job(child).isScheduled()).isFalse();
        } else {
          JobError error = job(child).error().orElseThrow();
          assertThat(error.code()).isEqualTo("dependency-failed");
          assertThat(error.job()).contains(parent);
        }
        stores().db.clear();
      }
    }
  }

  private void end(JobId parent, String end) {
    if (end.equals("canceled")) {
      stores().jobs.remove(parent);
      return;
    }
    Lease lease = run(parent);
    stores().complete(lease, end.equals("failed") ? FAILURE : stores().success(lease));
    if (end.equals("removed")) {
      stores().jobs.remove(parent);
    } else if (end.equals("forgotten")) {
      stores().database.transaction(c -> Rows.update(c, "DELETE FROM output"));
      stores()
          .database
          .transaction(c -> Rows.update(c, "DELETE FROM job WHERE id = ?", parent.value()));
    }
  }

  @Test
  default void a_chain_fails_down_to_its_end_each_because_of_the_one_before() {
    List<JobId> chain = new ArrayList<>(List.of(stores().jobs.store(Order.any())));
    for (int i = 0; i < 5; i++) {
      chain.add(child(on(chain.get(i), On.SUCCEEDED)));
    }
    stores().jobs.remove(chain.get(0));
    stores().dependencies.settle(List.of(chain.get(0)));

    for (int i = 1; i <= 5; i++) {
      assertThat(job(chain.get(i)).status()).isEqualTo(JobStatus.FAILED);
      assertThat(job(chain.get(i)).error().orElseThrow().job()).contains(chain.get(i - 1));
    }
    assertThat(stores().endedJobs()).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  default void its_own_time_holds_as_well() {
    JobId parent = stores().jobs.store(Order.any());
    Instant later = stores().now().plus(Duration.ofHours(1));
    JobId child = stores().jobs.store(Order.any().startingAt(later).after(on(parent, On.ENDED)));
    stores().jobs.remove(parent);
    stores().dependencies.settleAll();

    assertThat(job(child).waitsFor()).isEmpty();
    assertThat(job(child).runAt()).isEqualTo(later);
    assertThat(stores().claimAtMost(stores().node(), 10)).isEmpty();
    stores().pass(Duration.ofMinutes(61));
    assertThat(stores().claimOne(stores().node()).job()).isEqualTo(child);
  }

  @Test
  default void a_callback_is_told_that_a_parent_failed() {
    JobId parent = stores().jobs.store(Order.any());
    stores().jobs.store(Order.any().calling("a.example").after(on(parent, On.SUCCEEDED)));
    stores().jobs.remove(parent);
    stores().dependencies.settleAll();

    assertThat(stores().count("delivery")).isEqualTo(1);
  }

  @Test
  default void a_child_that_was_canceled_is_left_alone() {
    JobId parent = stores().jobs.store(Order.any());
    JobId child = child(on(parent, On.SUCCEEDED));
    stores().jobs.remove(child);
    stores().jobs.remove(parent);
    stores().dependencies.settleAll();

    assertThat(job(child).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().dependencies.anyOpen()).isFalse();
  }

  @Test
  default void two_nodes_settle_a_child_once() throws Exception {
    JobId parent = stores().jobs.store(Order.any());
    child(on(parent, On.SUCCEEDED));
    stores().jobs.remove(parent);
    int before = stores().endedJobs().size();

    List<Future<?>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(
          Race.run(
              () -> {
                stores().dependencies.settleAll();
                return true;
              }));
    }
    for (Future<?> each : both) {
      Race.get(each);
    }

    assertThat(stores().endedJobs()).hasSize(before + 1);
  }

  @Test
  default void an_output_becomes_a_file_and_outlives_its_job() {
    for (int size : new int[] {0, 10, 20_000}) {
      JobId parent = stores().jobs.store(Order.any());
      JobId child =
          stores().jobs.store(Order.any().after(new Dependency(parent, On.SUCCEEDED, true)));
      byte[] bytes = new byte[size];
      new Random(1).nextBytes(bytes);
      Lease lease = stores().claimOne(stores().node());
      stores().complete(lease, stores().success(lease, bytes));
      stores().dependencies.settleAll();
      stores().jobs.remove(parent);
      stores().cleaner.purge(10, ContentContract.IDLE);

      ClaimedJob claimed = stores().claim(stores().node(), List.of(Order.COPY), 1).get(0);
      assertThat(claimed.lease().job()).isEqualTo(child);
      assertThat(claimed.file().orElseThrow().mediaType()).isEqualTo("text/plain");
      assertThat(
              stores()
                  .read(new StoredContent(claimed.file().orElseThrow().content(), null, size, "")))
          .isEqualTo(bytes);

      stores().complete(claimed.lease(), FAILURE);
      stores().passUnnoticed(Order.RETAIN.plusMinutes(1));
      stores().cleaner.purge(10, ContentContract.IDLE);
      assertThat(stores().count("content")).as("%s bytes", size).isZero();
      stores().db.clear();
    }
  }

  @Test
  default void an_output_that_is_a_file_stays_when_the_file_is_deleted() {
    JobId parent = stores().jobs.store(Order.any().retained(Duration.ofDays(9)));
    JobId child =
        stores().jobs.store(Order.any().after(new Dependency(parent, On.SUCCEEDED, true)));
    Lease lease = stores().claimOne(stores().node());
    stores().complete(lease, stores().success(lease, new byte[20_000]));
    stores().dependencies.settleAll();
    stores().jobs.remove(child);
    stores().passUnnoticed(Order.RETAIN.plusMinutes(1));
    stores().cleaner.purge(10, ContentContract.IDLE);

    assertThat(stores().count("job_file")).isZero();
    assertThat(stores().contentStates().values()).containsExactly("KEPT");
  }

  @Test
  default void an_output_that_is_deleted_before_it_became_a_file_fails_the_child() {
    JobId parent = stores().jobs.store(Order.any());
    JobId child =
        stores().jobs.store(Order.any().after(new Dependency(parent, On.SUCCEEDED, true)));
    Lease lease = stores().claimOne(stores().node());
    stores().complete(lease, stores().success(lease, new byte[20_000]));
    stores().jobs.deleteOutput(parent);
    stores().dependencies.settleAll();

    assertThat(job(child).status()).isEqualTo(JobStatus.FAILED);
  }

  /** Graphs of jobs with every kind of dependency and end; the same seeds each time. */
  @Test
  default void no_job_of_any_graph_waits_for_ever() {
    for (long seed = 1; seed <= 15; seed++) {
      Random random = new Random(seed);
      Map<JobId, List<Dependency>> graph = new HashMap<>();
      List<JobId> jobs = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        Map<JobId, Dependency> after = new HashMap<>();
        for (int p = random.nextInt(4); p > 0 && i > 0; p--) {
          JobId parent = jobs.get(random.nextInt(i));
          after.put(parent, on(parent, On.values()[random.nextInt(3)]));
        }
        JobId id = child(after.values().toArray(Dependency[]::new));
        jobs.add(id);
        graph.put(id, List.copyOf(after.values()));
        if (random.nextInt(8) == 0) {
          stores().jobs.remove(jobs.get(random.nextInt(jobs.size())));
        }
      }
      play(random, graph);

      for (JobId id : jobs) {
        assertThat(job(id).status().ended()).as("seed %s, job %s", seed, id).isTrue();
        endedRightly(graph.get(id), job(id));
      }
      stores().db.clear();
    }
  }

  /** Runs what may run, in any order and with any end, until nothing is left to run. */
  private void play(Random random, Map<JobId, List<Dependency>> graph) {
    UUID node = stores().node();
    for (int idle = 0; idle < 4; ) {
      // Not each time, so that several parents of a job may have ended by then.
      if (idle > 0 || random.nextInt(3) == 0) {
        stores().dependencies.settleAll();
      }
      List<Lease> leases = stores().claimAtMost(node, 1 + random.nextInt(3));
      idle = leases.isEmpty() ? idle + 1 : 0;
      for (Lease lease : leases) {
        graph.get(lease.job()).forEach(d -> assertThat(job(d.parent()).status().ended()).isTrue());
        if (random.nextInt(6) == 0) {
          stores().crash(node);
          node = stores().node();
          break;
        }
        stores().complete(lease, random.nextBoolean() ? FAILURE : stores().success(lease));
      }
    }
  }

  /** It failed because of a parent that ended otherwise; a job that has run had no such parent. */
  private void endedRightly(List<Dependency> after, Job job) {
    List<JobId> broken = after.stream().filter(d -> !isMet(d)).map(Dependency::parent).toList();
    Optional<JobError> error = job.error().filter(e -> e.code().equals("dependency-failed"));
    if (error.isPresent()) {
      assertThat(broken).contains(error.get().job().orElseThrow());
    } else if (job.status() != JobStatus.CANCELED) {
      assertThat(broken).as("job %s has run", job.id()).isEmpty();
    }
  }

  private boolean isMet(Dependency dependency) {
    Job parent = job(dependency.parent());
    return dependency.on().isMetBy(parent.status(), parent.removedAt().isPresent());
  }
}
