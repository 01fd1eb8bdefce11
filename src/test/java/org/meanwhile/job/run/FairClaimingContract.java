package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.estimate.QueueSnapshot;
import org.meanwhile.job.run.Claims.Share;

/** Claiming for several callers. */
public interface FairClaimingContract {
  Stores stores();

  private List<JobId> claim(UUID node, Share... shares) {
    return stores().claims.claim(node, List.of(Order.COPY), List.of(shares)).jobs().stream()
        .map(job -> job.lease().job())
        .toList();
  }

  @Test
  default void a_caller_with_one_job_is_in_the_first_claim_beside_one_with_many() {
    UUID node = stores().node();
    for (int i = 0; i < 30; i++) {
      stores().jobs.store(Order.any().by("flooder").withPriority(9));
    }
    JobId lonely = stores().jobs.store(Order.any().by("other"));

    List<ClaimedJob> claimed =
        stores()
            .claims
            .claim(
                node, List.of(Order.COPY), List.of(new Share("flooder", 1), new Share("other", 1)))
            .jobs();

    assertThat(claimed).extracting(ClaimedJob::caller).containsExactly("flooder", "other");
    assertThat(claimed.get(1).lease().job()).isEqualTo(lonely);
  }

  @Test
  default void each_caller_gets_its_most_urgent_and_no_more_than_its_share() {
    UUID node = stores().node();
    JobId first = stores().jobs.store(Order.any().by("bob"));
    JobId later = stores().jobs.store(Order.any().by("bob"));
    JobId urgent = stores().jobs.store(Order.any().by("bob").withPriority(1));
    JobId hers = stores().jobs.store(Order.any().by("carol").withPriority(-5));
    JobId herNext = stores().jobs.store(Order.any().by("carol").withPriority(-6));

    assertThat(claim(node, new Share("carol", 1), new Share("bob", 2)))
        .containsExactly(hers, urgent, first);
    assertThat(claim(node, new Share("nobody", 3), new Share("bob", 3))).containsExactly(later);
    assertThat(stores().row(herNext).status()).isEqualTo(JobStatus.WAITING);
  }

  @Test
  default void all_callers_that_have_waiting_jobs_are_found_page_by_page() {
    UUID node = stores().node();
    for (String caller : List.of("dora", "bob", "alice", "ended", "carol")) {
      stores().multiply(stores().jobs.store(Order.any().by(caller)), 3);
    }
    stores()
        .jobs
        .store(Order.any().by("later").startingAt(stores().now().plus(Duration.ofHours(1))));
    claim(node, new Share("ended", 9), new Share("bob", 2));

    List<String> found = new ArrayList<>();
    for (String last = ""; last != null; ) {
      List<String> page = stores().claims.waitingCallers(last, 2);
      found.addAll(page);
      last = page.size() < 2 ? null : page.get(1);
    }

    assertThat(found).containsExactly("alice", "bob", "carol", "dora");
    assertThat(stores().claims.waitingCallers("", 9)).isEqualTo(found);
  }

  @Test
  default void queue_positions_take_turns_among_callers_as_claims_do() {
    JobId many = stores().jobs.store(Order.any().by("flooder").withPriority(9));
    stores().multiply(many, 50);
    JobId lonely = stores().jobs.store(Order.any().by("other"));
    JobId second = stores().jobs.store(Order.any().by("other").withPriority(-1));

    QueueSnapshot queue = stores().estimates(Map.of()).latest();

    assertThat(queue.position(lonely)).hasValue(2);
    assertThat(queue.position(second)).hasValue(4);
  }

  @Test
  default void claimers_for_several_callers_never_get_the_same_job_and_together_get_all()
      throws Exception {
    int each = 40;
    for (String caller : List.of("alice", "bob", "carol")) {
      for (int i = 0; i < each; i++) {
        stores().jobs.store(Order.any().by(caller));
      }
    }
    UUID node = stores().node();
    UUID other = stores().node();
    List<Future<List<JobId>>> claimers =
        List.of(
            Race.run(untilNothingWaits(node, "alice", "bob", "carol")),
            Race.run(untilNothingWaits(other, "carol", "bob", "alice")));

    List<JobId> got = new ArrayList<>();
    for (Future<List<JobId>> claimer : claimers) {
      got.addAll(Race.get(claimer));
    }

    Set<JobId> jobs = new HashSet<>(got);
    assertThat(got).hasSize(3 * each);
    assertThat(jobs).hasSize(3 * each);
  }

  private Callable<List<JobId>> untilNothingWaits(UUID node, String... callers) {
    return () -> {
      List<JobId> mine = new ArrayList<>();
      while (!stores().claims.waitingCallers("", 1).isEmpty()) {
        Share[] shares = new Share[callers.length];
        for (int i = 0; i < callers.length; i++) {
          shares[i] = new Share(callers[i], 1 + i);
        }
        mine.addAll(claim(node, shares));
      }
      return mine;
    };
  }
}
