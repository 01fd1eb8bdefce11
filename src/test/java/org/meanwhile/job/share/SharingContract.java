package org.meanwhile.job.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.content.ContentContract;
import org.meanwhile.platform.Scope;

/** How long a share opens an output, and that nothing is left of it. */
public interface SharingContract {
  Duration WHILE = Duration.ofMinutes(10);
  int MOST = 3;

  Stores stores();

  /** A job with an output. */
  private JobId succeeded() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    return job;
  }

  private Optional<Share> share(JobId job, String hash, Duration lasts) {
    return stores().shares.share(job, hash, lasts, MOST);
  }

  @Test
  default void a_share_is_found_by_its_hash_until_its_time_is_over() {
    JobId job = succeeded();
    Share made = share(job, "aa", WHILE).orElseThrow();

    assertThat(stores().shares.find("aa")).contains(made);
    assertThat(stores().shares.find("ab")).isEmpty();
    assertThat(stores().shares.of(job)).containsExactly(made);
    assertThat(made.expiresAt()).isEqualTo(made.createdAt().plus(WHILE));
    stores().pass(WHILE);
    assertThat(stores().shares.find("aa")).isEmpty();
    assertThat(stores().shares.of(job)).isEmpty();
  }

  @Test
  default void a_share_ends_no_later_than_the_output() {
    JobId job = succeeded();

    Share made = share(job, "aa", Duration.ofDays(999)).orElseThrow();

    assertThat(stores().jobs.find(job, Scope.everyone()).orElseThrow().job().expiresAt())
        .contains(made.expiresAt());
  }

  @Test
  default void only_an_existing_output_is_shared() {
    assertThat(share(stores().jobs.store(Order.any()), "aa", WHILE)).isEmpty();
    JobId removed = succeededBeside();
    stores().jobs.remove(removed);
    assertThat(share(removed, "ab", WHILE)).isEmpty();
    JobId deleted = succeeded();
    stores().jobs.deleteOutput(deleted);
    assertThat(share(deleted, "ac", WHILE)).isEmpty();
    JobId expired = succeeded();
    stores().pass(Order.RETAIN);
    assertThat(share(expired, "ad", WHILE)).isEmpty();
    assertThat(share(new JobId(UUID.randomUUID()), "ae", WHILE)).isEmpty();
    assertThat(stores().count("share")).isZero();
  }

  /** In a place of the queue before jobs that must not be claimed instead. */
  private JobId succeededBeside() {
    stores().db.clear();
    return succeeded();
  }

  @Test
  default void a_revoked_share_ends_and_those_of_other_jobs_do_not() {
    JobId job = succeeded();
    JobId other = succeeded();
    UUID id = share(job, "aa", WHILE).orElseThrow().id();
    share(job, "ab", WHILE);

    assertThat(stores().shares.revoke(other, id)).isFalse();
    assertThat(stores().shares.revoke(job, id)).isTrue();
    assertThat(stores().shares.revoke(job, id)).isFalse();

    assertThat(stores().shares.find("aa")).isEmpty();
    assertThat(stores().shares.find("ab")).isPresent();
  }

  @Test
  default void an_output_has_a_limited_number_of_shares_at_a_time() {
    JobId job = succeeded();
    for (int i = 0; i < MOST; i++) {
      share(job, "a" + i, WHILE);
    }

    assertThatThrownBy(() -> share(job, "b", WHILE))
        .isInstanceOfSatisfying(
            TooManyShares.class, e -> assertThat(e.untilOneEnds()).isBetween(Duration.ZERO, WHILE));
    stores().pass(WHILE);
    assertThat(share(job, "b", WHILE)).isPresent();
  }

  @Test
  default void shares_that_are_made_at_once_are_counted_too() throws Exception {
    JobId job = succeeded();
    share(job, "a0", WHILE);
    share(job, "a1", WHILE);

    var first = Race.first(stores().db, () -> share(job, "b", WHILE));
    Future<Object> second = first.second(() -> shareOrFail(job, "c"));
    first.commit();

    assertThat(Race.get(second)).isInstanceOf(TooManyShares.class);
    assertThat(stores().shares.of(job)).hasSize(MOST);
  }

  @Test
  default void an_output_deleted_at_the_same_time_is_not_shared() throws Exception {
    JobId job = succeeded();

    var first = Race.first(stores().db, () -> stores().jobs.deleteOutput(job));
    Future<Object> second = first.second(() -> shareOrFail(job, "c"));
    first.commit();

    assertThat(Race.get(second)).isEqualTo(Optional.empty());
  }

  private Object shareOrFail(JobId job, String hash) {
    try {
      return share(job, hash, WHILE);
    } catch (TooManyShares full) {
      return full;
    }
  }

  @Test
  default void expired_shares_are_deleted_batch_by_batch() {
    JobId job = succeeded();
    for (int i = 0; i < MOST; i++) {
      share(job, "a" + i, WHILE);
    }
    stores().pass(WHILE);
    share(job, "stays", WHILE);

    stores().cleaner.purge(1, ContentContract.IDLE);

    assertThat(stores().count("share")).isEqualTo(1);
    stores().pass(Order.RETAIN.plus(Order.TOMBSTONE));
    stores().cleaner.purge(10, ContentContract.IDLE);
    for (String table : List.of("share", "output", "job")) {
      assertThat(stores().count(table)).as(table).isZero();
    }
  }
}
