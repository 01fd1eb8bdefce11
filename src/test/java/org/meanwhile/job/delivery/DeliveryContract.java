package org.meanwhile.job.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.content.ContentContract;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.WebhookSecret;

/** The outbox of callbacks: what is in it, and which node sends it. */
public interface DeliveryContract {
  Stores stores();

  private List<ClaimedDelivery> claim(int most, String... busy) {
    return claim(Duration.ofMinutes(1), new Deliveries.Turn(Order.ALICE, List.of(busy), most));
  }

  private List<ClaimedDelivery> claim(Duration lease, Deliveries.Turn... turns) {
    return stores().deliveries.claim(List.of(turns), lease);
  }

  private ClaimedDelivery claimFor(Duration lease) {
    return claim(lease, new Deliveries.Turn(Order.ALICE, List.of(), 1)).get(0);
  }

  private ClaimedDelivery claimOne() {
    List<ClaimedDelivery> claimed = claim(2);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  /** A job with a callback that has failed. */
  private JobId ended(String host, WebhookSecret... secrets) {
    JobId job = stores().jobs.store(Order.any().calling(host, secrets));
    end(stores().claimOne(stores().node()));
    return job;
  }

  private Optional<JobStatus> end(Lease lease) {
    return stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x")));
  }

  private static DeliveryResult failed(int failures, Duration wait) {
    return new DeliveryResult(
        Duration.ofMillis(7),
        OptionalInt.of(500),
        Optional.of("käse"),
        DeliveryState.PENDING,
        failures,
        wait);
  }

  private static DeliveryResult done(DeliveryState state) {
    return new DeliveryResult(
        Duration.ofMillis(7), OptionalInt.of(200), Optional.empty(), state, 0, Duration.ZERO);
  }

  private CallbackLog.Delivery logged(JobId job) {
    return stores().deliveries.log(job).orElseThrow().deliveries().get(0);
  }

  @Test
  default void a_delivery_becomes_visible_with_the_commit_of_the_end() throws Exception {
    JobId job = stores().jobs.store(Order.any().calling("a.example"));
    assertThat(stores().deliveries.log(job).orElseThrow().deliveries()).isEmpty();
    Lease lease = stores().claimOne(stores().node());

    var ending = Race.first(stores().db, () -> stores().complete(lease, stores().success(lease)));
    assertThat(stores().count("delivery")).isZero();
    assertThat(claim(1)).isEmpty();
    ending.commit();

    ClaimedDelivery delivery = claimOne();
    assertThat(delivery.job()).isEqualTo(job);
    assertThat(delivery.callback().url()).isEqualTo("https://a.example/");
    assertThat(delivery.trace()).contains(Order.TRACE);
    assertThat(logged(job).outcome()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_callback_is_due_once_however_its_job_ends() {
    UUID node = stores().node();
    Order order = Order.any().calling("a.example");
    JobId waiting = stores().jobs.store(order);
    stores().jobs.remove(waiting);
    stores().jobs.remove(waiting);
    JobId running = stores().jobs.store(order);
    Lease canceled = stores().claimOne(node);
    stores().jobs.remove(running);
    assertThat(stores().count("delivery")).isEqualTo(1);
    stores().complete(canceled, stores().success(canceled));
    stores().complete(canceled, stores().success(canceled));
    JobId interrupted = stores().jobs.store(order.notRerunnable());
    UUID dead = stores().node();
    stores().claimOne(dead);
    stores().crash(dead);

    assertThat(stores().count("delivery")).isEqualTo(3);
    assertThat(logged(waiting).outcome()).isEqualTo(JobStatus.CANCELED);
    assertThat(logged(running).outcome()).isEqualTo(JobStatus.CANCELED);
    assertThat(logged(interrupted).outcome()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  default void nothing_is_delivered_before_the_end_or_without_a_callback() {
    UUID node = stores().node();
    stores().jobs.store(Order.any().calling("a.example"));
    Lease first = stores().claimOne(node);
    stores().complete(first, new RunResult.HandedBack());
    Lease second = stores().claimOne(node);
    stores()
        .complete(second, new RunResult.TryAgain(Duration.ofHours(1), new JobError(500, "x", "x")));
    JobId without = stores().jobs.store(Order.any());
    end(stores().claimOne(node));

    assertThat(stores().count("delivery")).isZero();
    assertThat(stores().deliveries.log(without)).isEmpty();
  }

  private void ended(String host, String caller) {
    stores().jobs.store(Order.any().by(caller).calling(host));
    UUID node = stores().node();
    stores()
        .claims
        .claim(node, List.of(Order.COPY), List.of(new Claims.Share(caller, 1)))
        .jobs()
        .forEach(claimed -> end(claimed.lease()));
  }

  @Test
  default void callers_have_their_turns_whoever_else_has_deliveries_that_are_due_for_longer() {
    for (int i = 0; i < 30; i++) {
      ended("a.example", "flooder");
    }
    ended("a.example", "other");

    assertThat(stores().deliveries.dueCallers("", 9)).containsExactly("flooder", "other");
    assertThat(stores().deliveries.dueCallers("", 1)).containsExactly("flooder");
    assertThat(stores().deliveries.dueCallers("flooder", 1)).containsExactly("other");
    assertThat(
            claim(
                Duration.ofMinutes(1),
                new Deliveries.Turn("other", List.of(), 2),
                new Deliveries.Turn("flooder", List.of(), 3)))
        .extracting(ClaimedDelivery::caller)
        .containsExactly("other", "flooder", "flooder", "flooder");
  }

  @Test
  default void a_caller_whose_deliveries_wait_for_another_attempt_has_none_that_is_due() {
    ended("a.example", "flooder");
    ended("a.example", "other");
    ClaimedDelivery tried =
        claim(Duration.ofMinutes(1), new Deliveries.Turn("flooder", List.of(), 1)).get(0);
    stores().deliveries.storeResult(tried, failed(1, Duration.ofHours(1)));

    assertThat(stores().deliveries.dueCallers("", 9)).containsExactly("other");
  }

  @Test
  default void two_claimers_never_get_the_same_delivery() throws Exception {
    for (int i = 0; i < 20; i++) {
      ended("a.example");
    }
    List<Future<List<UUID>>> claimers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      claimers.add(Race.run(this::claimAll));
    }

    List<UUID> all = new ArrayList<>();
    for (Future<List<UUID>> claimer : claimers) {
      all.addAll(Race.get(claimer));
    }

    assertThat(all).hasSize(20).doesNotHaveDuplicates();
  }

  private List<UUID> claimAll() {
    List<UUID> mine = new ArrayList<>();
    for (List<ClaimedDelivery> some = claim(3); !some.isEmpty(); some = claim(3)) {
      some.forEach(delivery -> mine.add(delivery.id()));
    }
    return mine;
  }

  @Test
  default void
      a_claim_that_runs_out_passes_to_the_next_claimer_and_its_former_holder_changes_nothing() {
    JobId job = ended("a.example");
    ClaimedDelivery stale = claimFor(Duration.ofMillis(-1));
    ClaimedDelivery held = claimOne();
    assertThat(held.id()).isEqualTo(stale.id());

    assertThat(stores().deliveries.storeResult(stale, done(DeliveryState.DELIVERED))).isFalse();
    assertThat(stores().deliveries.storeBody(stale, new byte[1])).isFalse();
    stores().deliveries.release(List.of(stale));

    assertThat(claim(1)).isEmpty();
    assertThat(logged(job).attempts()).as("only the one that nobody knows of").hasSize(1);
    assertThat(logged(job).sending()).isTrue();
    assertThat(stores().deliveries.storeResult(held, done(DeliveryState.DELIVERED))).isTrue();
    assertThat(stores().deliveries.storeResult(held, done(DeliveryState.GONE))).isFalse();
    assertThat(logged(job).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(logged(job).attempts()).hasSize(2);
  }

  @Test
  default void an_attempt_whose_end_is_unknown_is_logged_with_its_start() {
    JobId job = ended("a.example");
    ClaimedDelivery first = claimOne();
    stores().deliveries.storeResult(first, failed(1, Duration.ZERO));
    claimFor(Duration.ofMillis(-5));

    ClaimedDelivery third = claimFor(Duration.ofMillis(-5));

    List<CallbackLog.Attempt> tries = logged(job).attempts();
    assertThat(tries).hasSize(2);
    CallbackLog.Attempt lost = tries.get(1);
    assertThat(lost.error()).hasValueSatisfying(e -> assertThat(e).contains("is not known"));
    assertThat(lost.status()).isEmpty();
    assertThat(lost.latency()).isEmpty();
    assertThat(lost.at()).isAfterOrEqualTo(tries.get(0).at());
    assertThat(third.failures()).as("it may have arrived").isEqualTo(1);
    stores().deliveries.release(List.of(third));
    assertThat(claim(1)).hasSize(1);
    assertThat(logged(job).attempts()).as("what was given back was none").hasSize(2);
  }

  @Test
  default void a_failed_delivery_is_due_after_its_delay_with_the_same_id_and_body() {
    JobId job = ended("a.example");
    ClaimedDelivery first = claimOne();
    assertThat(first.body()).isEmpty();
    assertThat(stores().deliveries.storeBody(first, new byte[] {1, 2})).isTrue();
    assertThat(stores().deliveries.storeBody(first, new byte[] {3})).isFalse();
    stores().deliveries.storeResult(first, failed(1, Duration.ofHours(1)));

    assertThat(claim(1)).isEmpty();
    CallbackLog.Delivery waiting = logged(job);
    assertThat(waiting.nextAttemptAt()).isPresent();
    assertThat(waiting.attempts().get(0).status()).hasValue(500);
    assertThat(waiting.attempts().get(0).error()).contains("käse");
    assertThat(waiting.attempts().get(0).latency()).contains(Duration.ofMillis(7));

    stores().deliveries.redeliver(job);
    ClaimedDelivery second = claimOne();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.body()).hasValueSatisfying(b -> assertThat(b).containsExactly(1, 2));
    assertThat(second.failures()).as("it starts over").isZero();
    stores().deliveries.storeResult(second, failed(1, Duration.ZERO));
    assertThat(claimOne().failures()).isEqualTo(1);
    assertThat(logged(job).attempts()).hasSize(2);
  }

  @Test
  default void a_released_delivery_is_due_at_once_and_counts_no_attempt() {
    JobId job = ended("a.example");
    stores().deliveries.release(claim(1));

    assertThat(logged(job).attempts()).isEmpty();
    assertThat(claim(1)).hasSize(1);
  }

  @Test
  default void a_delivery_in_any_state_can_be_redelivered() {
    JobId job = ended("a.example");
    for (DeliveryState state : DeliveryState.values()) {
      if (state != DeliveryState.PENDING) {
        stores().deliveries.storeResult(claimOne(), done(state));
        assertThat(logged(job).state()).isEqualTo(state);
        assertThat(logged(job).nextAttemptAt()).isEmpty();
        assertThat(claim(1)).isEmpty();
        stores().deliveries.redeliver(job);
      }
    }
    assertThat(claim(1)).hasSize(1);
  }

  @Test
  default void a_redelivery_requested_during_an_attempt_is_sent_after_it() {
    JobId job = ended("a.example");
    ClaimedDelivery held = claimOne();

    stores().deliveries.redeliver(job);
    assertThat(claim(1)).isEmpty();
    stores().deliveries.storeResult(held, done(DeliveryState.DELIVERED));

    assertThat(logged(job).state()).isEqualTo(DeliveryState.PENDING);
    stores().deliveries.storeResult(claimOne(), done(DeliveryState.DELIVERED));
    assertThat(claim(1)).isEmpty();
  }

  @Test
  default void busy_receivers_are_skipped() {
    ended("a.example");
    JobId other = ended("b.example");

    assertThat(claim(5, "a.example|443")).extracting(ClaimedDelivery::job).containsExactly(other);
    assertThat(claim(5, "a.example|80")).hasSize(1);
  }

  @Test
  default void a_log_of_many_redeliveries_keeps_the_latest_attempts() {
    JobId job = ended("a.example");
    for (int i = 0; i < 95; i++) {
      stores().deliveries.storeResult(claimOne(), failed(1, Duration.ZERO));
    }
    stores().deliveries.redeliver(job);
    assertThat(logged(job).attempts()).hasSize(90);
  }

  @Test
  default void deliveries_are_deleted_with_their_job_even_during_an_attempt() {
    JobId kept = stores().jobs.store(Order.any().calling("b.example").retained(Duration.ofDays(9)));
    end(stores().claimOne(stores().node()));
    JobId job = ended("a.example");
    stores().deliveries.storeResult(claim(1, "b.example|443").get(0), failed(1, Duration.ZERO));
    ClaimedDelivery held = claim(1, "b.example|443").get(0);

    stores().pass(Order.RETAIN.plus(Order.TOMBSTONE));
    stores().cleaner.purge(10, ContentContract.IDLE);

    assertThat(stores().deliveries.log(job)).isEmpty();
    assertThat(stores().deliveries.storeResult(held, done(DeliveryState.DELIVERED))).isFalse();
    assertThat(Set.of("job_callback", "delivery"))
        .allSatisfy(table -> assertThat(stores().count(table)).isEqualTo(1));
    assertThat(stores().count("delivery_try")).isZero();
    assertThat(stores().deliveries.log(kept)).isPresent();
  }

  @Test
  default void many_jobs_that_end_together_have_a_delivery_each() {
    UUID node = stores().node();
    Set<JobId> calling = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Order order = Order.any();
      JobId job = stores().jobs.store(i % 2 == 0 ? order : order.calling("a.example"));
      if (i % 2 == 1) {
        calling.add(job);
      }
    }
    List<Completion> batch =
        stores().claimAtMost(node, 6).stream()
            .map(lease -> new Completion(lease, stores().success(lease), Progress.NONE))
            .toList();

    stores().completions.complete(batch);

    assertThat(claim(10))
        .extracting(ClaimedDelivery::job)
        .containsExactlyInAnyOrderElementsOf(calling);
  }

  WebhookSecret SECRET = WebhookSecret.parse("whsec_" + "A".repeat(32)).orElseThrow();
  WebhookSecret OTHER_SECRET = WebhookSecret.parse("whsec_" + "B".repeat(32)).orElseThrow();

  private List<String> storedSecrets() {
    return stores()
        .database
        .read(
            c ->
                Rows.query(
                    c,
                    "SELECT COALESCE(secret, '') || '|' || COALESCE(secrets, '') FROM job_callback",
                    row -> row.getString(1)));
  }

  @Test
  default void a_callback_is_signed_by_its_own_secrets() {
    ended("a.example", SECRET, OTHER_SECRET);
    ClaimedDelivery delivery = claimOne();
    assertThat(delivery.callback().secrets()).containsExactly(SECRET, OTHER_SECRET);
    assertThat(delivery.readable()).isTrue();
  }

  @Test
  default void secrets_go_when_the_job_expires_and_nothing_is_delivered_again() {
    JobId job = ended("a.example", SECRET, OTHER_SECRET);
    stores().deliveries.storeResult(claimOne(), done(DeliveryState.DELIVERED));
    stores().cleaner.purge(10, Duration.ofHours(9));
    assertThat(stores().deliveries.redeliver(job)).isTrue();
    stores().deliveries.storeResult(claimOne(), done(DeliveryState.DELIVERED));

    stores().pass(Order.RETAIN.plusSeconds(1));
    assertThat(stores().deliveries.redeliver(job)).as("before the purge").isFalse();
    stores().cleaner.purge(10, Duration.ofHours(9));

    assertThat(storedSecrets()).containsExactly("|gone");
    assertThat(stores().deliveries.redeliver(job)).isFalse();
    assertThat(claim(1)).isEmpty();
  }

  @Test
  default void a_delivery_that_is_not_over_keeps_its_secrets_until_it_is() {
    ended("a.example", SECRET);
    stores().pass(Order.RETAIN.plusSeconds(1));
    stores().cleaner.purge(10, Duration.ofHours(9));
    stores().deliveries.storeResult(claimOne(), failed(1, Duration.ZERO));
    assertThat(storedSecrets()).containsExactly(SECRET.text() + "|");

    ClaimedDelivery again = claimOne();
    assertThat(again.callback().secrets()).containsExactly(SECRET);
    stores().deliveries.storeResult(again, done(DeliveryState.GIVEN_UP));

    assertThat(storedSecrets()).containsExactly("|gone");
  }

  @Test
  default void a_callback_without_secrets_of_its_own_is_delivered_again_after_it_expired() {
    JobId job = ended("a.example");
    stores().deliveries.storeResult(claimOne(), done(DeliveryState.DELIVERED));
    stores().pass(Order.RETAIN.plusSeconds(1));
    stores().cleaner.purge(10, Duration.ofHours(9));

    assertThat(stores().deliveries.redeliver(job)).isTrue();
    assertThat(claimOne().readable()).isTrue();
  }
}
