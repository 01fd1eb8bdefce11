package org.meanwhile.job.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobReleased;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.MemberCounts;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.job.submit.JobExists;
import org.meanwhile.job.submit.NewGroup;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.Scope;

/** Groups: all or none are stored, each is counted, and the end comes once. */
public interface GroupContract {
  Stores stores();

  private static NewGroup group(JobId id, StopOn stopOn, Order... members) {
    List<NewJob> jobs =
        IntStream.range(0, members.length)
            .mapToObj(i -> members[i].from(JobOrigin.member(id, i)).request())
            .toList();
    return new NewGroup(
        Order.any().of(Job.GROUP).request(id), stopOn, jobs, jobs.size(), "https://m.example/");
  }

  private JobId store(StopOn stopOn, Order... members) {
    JobId id = new JobId(UUID.randomUUID());
    stores().bulk.store(group(id, stopOn, members));
    return id;
  }

  private Job job(JobId id) {
    return stores().jobs.find(id, Scope.everyone()).orElseThrow().job();
  }

  /** Looks as if the last look and the last change were long ago. */
  private void look(JobId group) {
    stores()
        .database
        .transaction(
            c ->
                c.createStatement()
                    .executeUpdate(
                        "UPDATE group_state SET changed_at = changed_at - INTERVAL '1' MINUTE"));
    stores().groups.look(group);
  }

  private static RunResult.Failed failure() {
    return new RunResult.Failed(new JobError(500, "broken", "it broke"));
  }

  private JobStatus endOfGroup(JobId group) {
    UUID node = stores().node();
    List<ClaimedJob> claimed = stores().claim(node, List.of(Job.GROUP), 2);
    assertThat(claimed).extracting(c -> c.lease().job()).containsExactly(group);
    return stores()
        .complete(claimed.get(0).lease(), stores().success(claimed.get(0).lease()))
        .orElseThrow();
  }

  @Test
  default void a_group_takes_no_slot_and_ends_with_its_last_member() {
    JobId group = store(StopOn.NEVER, Order.any(), Order.any());
    UUID node = stores().node();
    assertThat(job(group).status()).isEqualTo(JobStatus.WAITING);
    assertThat(job(group).members()).contains(MemberCounts.waiting(2));
    assertThat(stores().claim(node, List.of(Job.GROUP), 9)).isEmpty();

    Lease first = stores().claimAtMost(node, 1).get(0);
    look(group);
    assertThat(job(group).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(group).members()).contains(new MemberCounts(1, 1, 0, 0, 0));

    stores().complete(first, stores().success(first));
    look(group);
    assertThat(job(group).progress().done()).isEqualTo(1);
    assertThat(stores().claim(node, List.of(Job.GROUP), 9)).isEmpty();

    Lease second = stores().claimAtMost(node, 1).get(0);
    stores().complete(second, failure());
    look(group);
    assertThat(job(group).members()).contains(new MemberCounts(0, 0, 1, 1, 0));
    assertThat(job(group).shownStatus()).isEqualTo(JobStatus.RUNNING);
    assertThat(endOfGroup(group)).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(stores().groups.anyOpen()).isFalse();
  }

  @Test
  default void nothing_is_stored_when_a_member_cannot_be() {
    JobId id = new JobId(UUID.randomUUID());
    NewGroup whole = group(id, StopOn.NEVER, Order.any());
    Iterable<NewJob> broken =
        () ->
            Stream.concat(
                    IntStream.range(0, 700)
                        .mapToObj(i -> Order.any().from(JobOrigin.member(id, i)).request()),
                    Stream.<NewJob>generate(
                        () -> {
                          throw new NoSuchElementException("the file has ended");
                        }))
                .iterator();

    assertThatThrownBy(
            () ->
                stores()
                    .bulk
                    .store(new NewGroup(whole.job(), StopOn.NEVER, broken, 701, whole.base())))
        .isInstanceOf(NoSuchElementException.class);

    assertThat(stores().count("job")).isZero();
    assertThat(stores().count("group_state")).isZero();
    assertThat(stores().accepted.events()).isEmpty();
  }

  @Test
  default void nothing_is_stored_when_a_member_has_the_id_of_a_job() {
    JobId taken = stores().jobs.store(Order.any());
    JobId id = new JobId(UUID.randomUUID());
    NewJob member =
        Order.any().from(JobOrigin.member(id, 0)).once(Idempotency.byId("it")).request(taken);
    NewJob itself = Order.any().of(Job.GROUP).request(id);

    assertThatThrownBy(
            () ->
                stores()
                    .bulk
                    .store(new NewGroup(itself, StopOn.NEVER, List.of(member), 1, "https://m/")))
        .isInstanceOf(JobExists.class);

    assertThat(stores().count("job")).isOne();
  }

  @Test
  default void a_repeated_request_stores_no_second_group() {
    JobId id = new JobId(UUID.randomUUID());
    NewGroup first = group(id, StopOn.NEVER, Order.any());
    NewJob itself = Order.any().of(Job.GROUP).once(Idempotency.byId("same")).request(id);
    NewGroup same = new NewGroup(itself, StopOn.NEVER, first.members(), 1, first.base());

    assertThat(stores().bulk.store(same).outcome()).isEqualTo(Submission.Outcome.CREATED);
    assertThat(stores().bulk.store(same).outcome()).isEqualTo(Submission.Outcome.REPEATED);

    assertThat(stores().count("job")).isEqualTo(2);
  }

  @Test
  default void nodes_that_end_the_last_members_at_once_end_the_group_once() throws Exception {
    Order[] members = Stream.generate(Order::any).limit(8).toArray(Order[]::new);
    JobId group = store(StopOn.FAILURE, members);
    UUID node = stores().node();
    List<Lease> leases = stores().claimAtMost(node, 8);
    look(group);

    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Object>> ends =
          leases.stream()
              .<Callable<Object>>map(
                  lease ->
                      () -> {
                        stores().complete(lease, failure());
                        stores().groups.look(group);
                        return null;
                      })
              .toList();
      for (Future<Object> end : threads.invokeAll(ends)) {
        end.get();
      }
    } finally {
      threads.shutdown();
    }
    stores().groups.look(group);

    assertThat(job(group).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(group).error().orElseThrow().code()).isEqualTo("children-failed");
    assertThat(job(group).error().orElseThrow().job())
        .get()
        .isIn(leases.stream().map(Lease::job).toList());
    assertThat(stores().endedJobs()).extracting(JobEnded::id).filteredOn(group::equals).hasSize(1);
  }

  @Test
  default void a_member_that_no_event_has_told_of_is_counted() {
    JobId group = store(StopOn.NEVER, Order.any());
    Lease lease = stores().claimOne(stores().node());
    stores().complete(lease, stores().success(lease));
    stores().released.events().clear();

    assertThat(stores().groups.due(9)).containsExactly(group);
    stores().groups.look(group);

    assertThat(stores().released.events()).extracting(JobReleased::job).containsExactly(group);
  }

  @Test
  default void the_first_failure_cancels_the_rest() {
    JobId group = store(StopOn.FAILURE, Order.any(), Order.any(), Order.any());
    UUID node = stores().node();
    List<Lease> running = stores().claimAtMost(node, 2);
    stores().complete(running.get(0), failure());

    look(group);

    assertThat(stores().cancelRequested.events())
        .extracting(asked -> asked.id())
        .containsExactly(running.get(1).job());
    assertThat(job(group).status()).isEqualTo(JobStatus.RUNNING);

    stores().complete(running.get(1), new RunResult.Canceled());
    look(group);
    assertThat(job(group).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(group).error().orElseThrow().job()).contains(running.get(0).job());
    assertThat(job(group).members()).contains(new MemberCounts(0, 0, 0, 1, 2));
  }

  @Test
  default void the_first_success_cancels_the_rest() {
    JobId group = store(StopOn.SUCCESS, Order.any(), Order.any());
    Lease first = stores().claimAtMost(stores().node(), 1).get(0);
    stores().complete(first, stores().success(first));

    look(group);
    look(group);

    assertThat(job(group).members()).contains(new MemberCounts(0, 0, 1, 0, 1));
    assertThat(endOfGroup(group)).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void who_cancels_a_group_cancels_all_that_has_not_ended() {
    JobId group = store(StopOn.NEVER, Order.any(), Order.any(), Order.any());
    UUID node = stores().node();
    List<Lease> running = stores().claimAtMost(node, 2);
    stores().complete(running.get(0), stores().success(running.get(0)));
    look(group);

    stores().jobs.remove(group);
    assertThat(job(group).status()).isEqualTo(JobStatus.RUNNING);
    look(group);
    stores().complete(running.get(1), new RunResult.Canceled());
    look(group);

    assertThat(job(group).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(job(group).members()).contains(new MemberCounts(0, 0, 1, 0, 2));
  }

  @Test
  default void members_of_a_group_that_was_cancelled_before_its_start_are_cancelled() {
    JobId group = store(StopOn.NEVER, Order.any(), Order.any());

    stores().jobs.remove(group);
    assertThat(job(group).status()).isEqualTo(JobStatus.CANCELED);
    look(group);
    look(group);

    assertThat(job(group).members()).contains(new MemberCounts(0, 0, 0, 0, 2));
    assertThat(stores().groups.anyOpen()).isFalse();
  }

  @Test
  default void a_group_that_runs_is_no_abandoned_job() {
    JobId group = store(StopOn.NEVER, Order.any(), Order.any());
    stores().claimAtMost(stores().node(), 1);
    look(group);

    stores().rescuer.rescue(3);

    assertThat(job(group).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  default void a_deadline_ends_a_group_that_runs() {
    JobId id = new JobId(UUID.randomUUID());
    NewGroup plain = group(id, StopOn.NEVER, Order.any(), Order.any());
    NewJob until = Order.any().of(Job.GROUP).until(stores().now().plusSeconds(60)).request(id);
    stores().bulk.store(new NewGroup(until, StopOn.NEVER, plain.members(), 2, plain.base()));
    stores().claimAtMost(stores().node(), 1);
    look(id);

    stores().pass(Duration.ofSeconds(61));
    stores().deadlines.sweep(Duration.ofHours(1));
    look(id);

    assertThat(job(id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(id).error().orElseThrow().code()).isEqualTo("deadline-passed");
    assertThat(stores().cancelRequested.events()).isNotEmpty();
  }

  @Test
  default void members_are_read_in_the_order_given() {
    JobId id = new JobId(UUID.randomUUID());
    NewGroup group = group(id, StopOn.NEVER, Order.any(), Order.any(), Order.any());
    stores().bulk.store(group);
    List<JobId> given = ids(group.members());

    assertThat(stores().members.behind(-1, id, 2))
        .extracting(Members.Member::id)
        .containsExactlyElementsOf(given.subList(0, 2));
    assertThat(stores().members.behind(1, id, 9))
        .extracting(Members.Member::id)
        .containsExactly(given.get(2));
    assertThat(stores().members.base(id)).isEqualTo("https://m.example/");
  }

  private static List<JobId> ids(Iterable<NewJob> jobs) {
    List<JobId> ids = new ArrayList<>();
    jobs.forEach(job -> ids.add(job.id()));
    return ids;
  }

  @Test
  default void what_has_ended_is_not_counted_again_and_not_forgotten() {
    Order[] members = Stream.generate(Order::any).limit(6).toArray(Order[]::new);
    JobId group = store(StopOn.NEVER, members);
    UUID node = stores().node();
    for (int i = 1; i <= 5; i++) {
      Lease lease = stores().claimAtMost(node, 1).get(0);
      stores().complete(lease, i % 2 == 0 ? failure() : stores().success(lease));
      look(group);
      assertThat(job(group).progress().done()).isEqualTo(i);
    }
    stores().jobs.remove(stores().claimAtMost(node, 1).get(0).job());

    assertThat(job(group).members()).contains(new MemberCounts(1, 0, 3, 2, 0));
  }

  @Test
  default void the_record_of_a_group_takes_its_state_along() {
    JobId group = store(StopOn.NEVER, Order.any());
    stores().jobs.remove(group);

    stores().pass(Order.RETAIN.plus(Order.TOMBSTONE).plusMinutes(1));
    stores().cleaner.purge(100, Duration.ofDays(1));

    assertThat(stores().count("group_state")).isZero();
  }
}
