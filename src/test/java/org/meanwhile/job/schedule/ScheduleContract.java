package org.meanwhile.job.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.Lease;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.schedule.DueSchedules.Taken;
import org.meanwhile.job.schedule.DueSchedules.Unfinished;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.platform.WebhookSecret;

/** A fire makes one job, whoever dies or comes in between. */
public interface ScheduleContract {
  String NIGHTLY = "nightly";
  WebhookSecret SECRET =
      WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

  Stores stores();

  private static ScheduleDefinition each(String cron) {
    return of(cron, Overlap.QUEUE, CatchUp.ONE, false);
  }

  private static ScheduleDefinition of(
      String cron, Overlap overlap, CatchUp catchUp, boolean paused) {
    return new ScheduleDefinition(
        cron,
        ZoneId.of("Europe/Berlin"),
        "{\"operation\":\"copy\"}",
        List.of(SECRET),
        "https://example.org/",
        Set.of("submitter", "sorters"),
        overlap,
        catchUp,
        paused);
  }

  private Schedule put(ScheduleDefinition definition) {
    return put(NIGHTLY, definition, 10).orElseThrow().schedule();
  }

  private Optional<Schedules.Put> put(String name, ScheduleDefinition definition, int max) {
    return stores().schedules.put(Order.ALICE, name, definition, max, before -> {});
  }

  private Schedule stored() {
    return stores().schedules.find(Order.ALICE, NIGHTLY).orElseThrow();
  }

  /** Makes the schedule due since then. */
  private Instant due(Duration ago) {
    Instant minute = stores().now().minus(ago).truncatedTo(ChronoUnit.MINUTES);
    stores()
        .database
        .transaction(
            c ->
                Rows.update(
                    c,
                    "UPDATE schedule SET next_at = ?, look_at = ?",
                    Rows.time(minute),
                    Rows.time(minute)));
    return minute;
  }

  /** As if the node that took it had died long ago. */
  private void abandon() {
    stores().database.transaction(c -> Rows.update(c, "UPDATE schedule SET look_at = next_at"));
  }

  private DueFire take() {
    List<Taken> taken = stores().dueSchedules.take(9);
    assertThat(taken).hasSize(1);
    return DueFire.of(taken.get(0).schedule(), taken.get(0).now());
  }

  private NewJob job(DueFire fire) {
    NewJob template =
        Order.any()
            .once(Idempotency.byId("f"))
            .from(JobOrigin.schedule(fire.schedule().name()))
            .request();
    return withId(template, FireId.of(fire.schedule().id(), fire.at()));
  }

  private static NewJob withId(NewJob job, JobId id) {
    return new NewJob(
        id,
        job.operation(),
        job.caller(),
        job.input(),
        job.labels(),
        job.priority(),
        job.startAt(),
        job.deadline(),
        job.timeout(),
        job.retain(),
        job.tombstone(),
        job.maxAttempts(),
        job.rerunnable(),
        job.file(),
        job.idempotency(),
        job.callback(),
        job.trace(),
        job.origin(),
        job.after(),
        job.reuse());
  }

  @Test
  default void a_schedule_is_its_callers_own_and_told_as_it_was_put() {
    Schedule made = put(each("0 2 * * *"));

    assertThat(stored()).isEqualTo(made);
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.zone()).isEqualTo("Europe/Berlin");
    assertThat(made.callerGroups()).containsExactlyInAnyOrder("submitter", "sorters");
    assertThat(stores().schedules.secrets(made)).contains(List.of(SECRET));
    assertThat(made.nextAt()).contains(made.nextAfter(stores().now()).findFirst().orElseThrow());
    assertThat(stores().schedules.find("bob", NIGHTLY)).isEmpty();
    assertThat(stores().schedules.delete("bob", NIGHTLY)).isFalse();
    assertThat(stores().schedules.delete(Order.ALICE, NIGHTLY)).isTrue();
    assertThat(stores().schedules.delete(Order.ALICE, NIGHTLY)).isFalse();
  }

  @Test
  default void the_list_is_in_the_order_of_names_and_limited() {
    Stream.of("c", "a", "b").forEach(name -> put(name, each("@daily"), 3));

    assertThat(stores().schedules.list(Order.ALICE, "", 2))
        .extracting(Schedule::name)
        .containsExactly("a", "b");
    assertThat(stores().schedules.list(Order.ALICE, "b", 2))
        .extracting(Schedule::name)
        .containsExactly("c");
    assertThat(stores().schedules.list("bob", "", 2)).isEmpty();
    assertThat(put("d", each("@daily"), 3)).isEmpty();
    assertThat(put("c", each("@hourly"), 3)).isPresent();
  }

  @Test
  default void putting_it_again_keeps_a_fire_that_is_due_unless_its_times_change() {
    put(each("0 2 * * *"));
    Instant due = due(Duration.ofMinutes(5));

    put(of("0 2 * * *", Overlap.SKIP, CatchUp.NONE, false));
    assertThat(stored().nextAt()).contains(due);
    assertThat(stored().version()).isEqualTo(2);
    put(each("0 3 * * *"));
    assertThat(stored().nextAt().orElseThrow()).isAfter(stores().now());
    put(of("0 3 * * *", Overlap.QUEUE, CatchUp.ONE, true));
    assertThat(stored().nextAt()).isEmpty();
    assertThat(stores().dueSchedules.take(9)).isEmpty();
  }

  @Test
  default void what_the_check_throws_is_thrown_and_nothing_is_stored() {
    Schedule before = put(each("0 2 * * *"));

    assertThatThrownBy(
            () ->
                stores()
                    .schedules
                    .put(
                        Order.ALICE,
                        NIGHTLY,
                        each("@daily"),
                        9,
                        found -> {
                          assertThat(found).contains(before);
                          throw new IllegalArgumentException("no");
                        }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  default void of_two_requests_for_a_new_name_one_creates_it() throws Exception {
    var first = Race.first(stores().db, () -> put(NIGHTLY, each("@daily"), 9));
    Future<Optional<Schedules.Put>> second = first.second(() -> put(NIGHTLY, each("@hourly"), 9));

    assertThat(first.commit().orElseThrow().created()).isTrue();
    assertThat(Race.get(second).orElseThrow().created()).isFalse();
    assertThat(stored().cron()).isEqualTo("@hourly");
    assertThat(stores().count("schedule")).isEqualTo(1);
  }

  @Test
  default void of_two_nodes_at_the_same_moment_one_takes_what_is_due() throws Exception {
    put(each("* * * * *"));
    due(Duration.ZERO);

    var first = Race.first(stores().db, () -> stores().dueSchedules.take(9));
    Future<List<Taken>> second = first.second(() -> stores().dueSchedules.take(9));
    assertThat(first.commit()).hasSize(1);

    assertThat(Race.get(second)).isEmpty();
    assertThat(stores().dueSchedules.take(9)).isEmpty();
  }

  @Test
  default void a_fire_makes_its_job_and_moves_the_schedule_on() {
    put(each("0 2 * * *"));
    Instant at = due(Duration.ofSeconds(20));
    DueFire fire = take();
    NewJob job = job(fire);
    stores().jobs.submit(job);

    assertThat(stores().dueSchedules.fired(fire, job.id())).isTrue();

    assertThat(fire.at()).isEqualTo(at);
    assertThat(stored().lastFire()).contains(new Schedule.Fire(at, job.id()));
    assertThat(stored().nextAt()).contains(fire.next());
    assertThat(fire.next()).isAfter(stores().now());
    assertThat(stores().dueSchedules.take(9)).isEmpty();
  }

  @Test
  default void a_node_that_dies_after_it_stored_the_job_leaves_a_fire_that_makes_no_second_one() {
    put(each("0 2 * * *"));
    due(Duration.ZERO);
    NewJob first = job(take());
    stores().jobs.submit(first);
    abandon();

    DueFire again = take();
    NewJob second = job(again);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(new RepeatedRequests(stores().database).find(second.identity())).isPresent();
    assertThat(stores().jobs.submit(second).created()).isFalse();
    assertThat(stores().dueSchedules.fired(again, second.id())).isTrue();
    assertThat(stores().count("job")).isEqualTo(1);
  }

  @Test
  default void a_node_that_was_too_slow_changes_nothing() {
    put(each("0 2 * * *"));
    due(Duration.ZERO);
    DueFire slow = take();
    abandon();
    DueFire quick = take();
    stores().dueSchedules.fired(quick, job(quick).id());
    Schedule after = stored();

    assertThat(stores().dueSchedules.fired(slow, job(slow).id())).isFalse();
    assertThat(stores().dueSchedules.passedOver(slow)).isFalse();
    assertThat(stores().dueSchedules.missed(slow)).isFalse();
    assertThat(stores().dueSchedules.refused(slow, new RefusedFire("queue-full", "full")))
        .isFalse();
    assertThat(stored()).isEqualTo(after);
  }

  @Test
  default void two_nodes_store_the_job_of_the_same_instant_once() throws Exception {
    put(each("0 2 * * *"));
    due(Duration.ZERO);
    NewJob job = job(take());
    abandon();
    NewJob same = job(take());

    var first = Race.first(stores().db, () -> stores().jobs.submit(job).created());
    Future<Boolean> second = first.second(() -> stores().jobs.submit(same).created());

    assertThat(first.commit()).isTrue();
    assertThat(Race.get(second)).isFalse();
    assertThat(stores().count("job")).isEqualTo(1);
  }

  @Test
  default void a_schedule_that_is_made_again_makes_other_jobs() {
    UUID before = put(each("0 2 * * *")).id();
    stores().schedules.delete(Order.ALICE, NIGHTLY);
    UUID after = put(each("0 2 * * *")).id();
    Instant at = Instant.parse("2026-12-01T01:00:00Z");

    assertThat(FireId.of(after, at)).isNotEqualTo(FireId.of(before, at));
    assertThat(FireId.of(after, at)).isEqualTo(FireId.of(after, at));
    assertThat(FireId.of(after, at).value().version()).isEqualTo(8);
    assertThat(FireId.of(after, at).value().variant()).isEqualTo(2);
  }

  @Test
  default void a_fire_of_a_schedule_that_was_deleted_meanwhile_changes_nothing() {
    put(each("0 2 * * *"));
    due(Duration.ZERO);
    DueFire fire = take();
    stores().schedules.delete(Order.ALICE, NIGHTLY);
    Schedule again = put(each("0 2 * * *"));

    assertThat(stores().dueSchedules.fired(fire, job(fire).id())).isFalse();
    assertThat(stored()).isEqualTo(again);
  }

  @Test
  default void a_refused_fire_is_told_and_tried_again_until_the_next_one() {
    put(of("* * * * *", Overlap.QUEUE, CatchUp.NONE, false));
    Instant at = due(Duration.ofSeconds(0));
    DueFire fire = take();

    stores().dueSchedules.refused(fire, new RefusedFire("quota-exceeded", "too many"));
    assertThat(stored().lastRefusal())
        .contains(new Schedule.Refusal(at, "quota-exceeded", "too many"));
    assertThat(stored().nextAt()).contains(at);
    assertThat(stores().dueSchedules.take(9)).isEmpty();
    abandon();
    assertThat(take().at()).isEqualTo(at);
  }

  @Test
  default void a_refused_fire_is_dropped_for_the_next_one_and_is_not_missed_before() {
    Instant now = stores().now();
    Instant at = now.minus(Duration.ofMinutes(2)).truncatedTo(ChronoUnit.HOURS);
    Schedule refused =
        new Schedule(
            UUID.randomUUID(),
            Order.ALICE,
            NIGHTLY,
            1,
            "*/2 * * * *",
            "UTC",
            "{}",
            new SecretSeal.Stored(null, null),
            "",
            Set.of(),
            Overlap.QUEUE,
            CatchUp.NONE,
            false,
            now,
            now,
            Optional.of(at),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Schedule.Refusal(at, "queue-full", "full")));

    DueFire still = DueFire.of(refused, at.plusSeconds(119));
    DueFire next = DueFire.of(refused, at.plusSeconds(125));

    assertThat(still).matches(fire -> fire.at().equals(at) && !fire.missed());
    assertThat(next).matches(fire -> fire.at().equals(at.plusSeconds(120)) && !fire.missed());
    assertThat(DueFire.of(refused, at.plusSeconds(239)).missed()).isTrue();
  }

  @Test
  default void after_an_outage_the_latest_fire_is_made_up_for_or_none() {
    put(each("*/10 * * * *"));
    due(Duration.ofHours(30).plusMinutes(3));
    DueFire one = take();
    assertThat(one.missed()).isFalse();
    assertThat(one.lateness()).isLessThan(Duration.ofMinutes(10));
    stores().dueSchedules.fired(one, job(one).id());
    assertThat(stores().dueSchedules.take(9)).isEmpty();

    put(of("0 0 1 1 *", Overlap.QUEUE, CatchUp.NONE, false));
    Instant missed = due(Duration.ofMinutes(2));
    DueFire none = take();
    assertThat(none.missed()).isTrue();
    stores().dueSchedules.missed(none);
    assertThat(stored().nextAt().orElseThrow()).isAfter(missed);
    assertThat(stored().lastFire()).contains(new Schedule.Fire(one.at(), job(one).id()));
  }

  @Test
  default void the_unfinished_jobs_of_a_schedule_are_those_that_wait_or_run() {
    put(each("0 2 * * *"));
    due(Duration.ZERO);
    DueFire fire = take();
    UUID node = stores().node();
    stores().jobs.store(Order.any().from(JobOrigin.schedule(NIGHTLY)));
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    JobId running = stores().jobs.store(Order.any().from(JobOrigin.schedule(NIGHTLY)));
    stores().claimOne(node);
    stores().jobs.remove(running);
    JobId waiting = stores().jobs.store(Order.any().from(JobOrigin.schedule(NIGHTLY)));
    stores().jobs.store(Order.any());
    stores().jobs.store(Order.any().by("bob").from(JobOrigin.schedule(NIGHTLY)));
    NewJob own = job(fire);
    stores().jobs.submit(own);

    assertThat(stores().dueSchedules.unfinished(fire, own.id(), 9))
        .containsExactlyInAnyOrder(new Unfinished(running, true), new Unfinished(waiting, false));
    assertThat(stores().dueSchedules.unfinished(fire, own.id(), 1)).hasSize(1);
  }
}
