package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.estimate.QueueSnapshot;
import org.meanwhile.job.submit.AdmissionControl;
import org.meanwhile.job.submit.QueueFull;
import org.meanwhile.job.submit.QuotaExceeded;
import org.meanwhile.platform.Scope;

/** What callers see, by the database's clock, and what is counted and estimated. */
public interface ReadingContract {
  Stores stores();

  @Test
  default void times_are_read_as_the_database_means_them() {
    UUID node = stores().node();
    Instant before = stores().now();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    stores().jobs.remove(job);
    Instant after = stores().now();

    JobView view = stores().jobs.find(job, Scope.of("alice")).orElseThrow();
    Job read = view.job();
    Instant finished = read.finishedAt().orElseThrow();
    assertThat(
            List.of(
                read.createdAt(),
                read.runAt(),
                read.startedAt().orElseThrow(),
                finished,
                read.removedAt().orElseThrow(),
                view.output().orElseThrow().createdAt()))
        .allSatisfy(time -> assertThat(time).isBetween(before, after));
    assertThat(read.expiresAt()).contains(finished.plus(Order.RETAIN));
    JobRow row = stores().row(job);
    assertThat(row.createdAt()).isEqualTo(read.createdAt());
    assertThat(row.finishedAt()).isEqualTo(finished);
    assertThat(row.removedAt()).isEqualTo(read.removedAt().orElseThrow());
    assertThat(row.goneAt()).isEqualTo(finished.plus(Order.RETAIN).plus(Order.TOMBSTONE));
  }

  @Test
  default void a_time_to_start_is_kept_to_the_microsecond() {
    Instant start = stores().now().plus(Duration.ofDays(1)).plusNanos(1000);

    JobId job = stores().jobs.store(Order.any().startingAt(start));

    assertThat(stores().row(job).runAt()).isEqualTo(start);
    assertThat(stores().jobs.find(job, Scope.of("alice")).orElseThrow().job().runAt())
        .isEqualTo(start);
  }

  @Test
  default void a_job_is_visible_to_its_caller_and_to_operators() {
    JobId job = stores().jobs.store(Order.any().labelled("käse", "grün"));

    assertThat(stores().jobs.find(job, Scope.of("alice")))
        .hasValueSatisfying(
            view -> assertThat(view.job().labels()).isEqualTo(Map.of("käse", "grün")));
    assertThat(stores().jobs.find(job, Scope.of("bob"))).isEmpty();
    assertThat(stores().jobs.find(job, Scope.everyone())).isPresent();
    assertThat(stores().jobs.find(new JobId(UUID.randomUUID()), Scope.of("alice"))).isEmpty();
  }

  @Test
  default void an_expired_record_is_answered_as_expired_before_the_purge_deletes_it() {
    JobId job = stores().jobs.store(Order.any());
    stores().jobs.remove(job);
    assertThat(stores().jobs.find(job, Scope.of("alice"))).hasValueSatisfying(v -> notExpired(v));

    stores().pass(Order.RETAIN);
    assertThat(stores().jobs.find(job, Scope.of("alice")).orElseThrow().expired()).isTrue();
    assertThat(stores().jobs.list(all(Scope.of("alice"), 9)))
        .singleElement()
        .matches(JobView::expired);
    stores().pass(Order.TOMBSTONE);
    assertThat(stores().jobs.find(job, Scope.of("alice"))).isEmpty();
    assertThat(stores().jobs.list(all(Scope.of("alice"), 9))).isEmpty();
  }

  private static void notExpired(JobView view) {
    assertThat(view.expired()).isFalse();
  }

  @Test
  default void a_page_that_differs_has_another_version() {
    JobQuery query = all(Scope.of("alice"), 2);
    List<String> versions = new ArrayList<>(List.of(version(query)));
    JobId job = stores().jobs.store(Order.any());
    versions.add(version(query));
    JobId second = stores().jobs.store(Order.any());
    versions.add(version(query));
    stores().jobs.store(Order.any());
    versions.add(version(query));
    stores().jobs.remove(second);
    versions.add(version(query));
    stores().pass(Order.RETAIN);
    versions.add(version(query));

    assertThat(versions).doesNotHaveDuplicates();
    assertThat(version(all(Scope.of("bob"), 2))).as("nobody's").isEqualTo(versions.get(0));
    stores().jobs.remove(job);
    assertThat(version(query)).as("on another page").isEqualTo(versions.get(5));
  }

  /** The version as it is read alone, and as the page has it. */
  private String version(JobQuery query) {
    String version = stores().jobs.pageVersion(query);
    assertThat(stores().jobs.page(query).version()).isEqualTo(version);
    return version;
  }

  static JobQuery all(Scope scope, int limit) {
    return JobQuery.of(JobFilter.of(scope), limit);
  }

  @Test
  default void pages_are_newest_first_and_leave_nothing_out_and_nothing_in_twice() {
    List<JobId> stored = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      stored.add(stores().jobs.store(Order.any()));
      stores().pass(Duration.ofSeconds(1));
    }
    stores().jobs.store(Order.any().by("bob"));
    Collections.reverse(stored);

    List<JobId> listed = new ArrayList<>();
    JobQuery query = all(Scope.of("alice"), 3);
    for (List<JobView> page = stores().jobs.list(query);
        !page.isEmpty();
        page = stores().jobs.list(query)) {
      page.forEach(view -> listed.add(view.job().id()));
      query = after(page.get(page.size() - 1).job());
    }

    assertThat(listed).containsExactlyElementsOf(stored);
    assertThat(stores().jobs.list(all(Scope.everyone(), 99))).as("an operator's").hasSize(8);
  }

  private static JobQuery after(Job last) {
    return all(Scope.of("alice"), 3)
        .behind(new JobQuery.Position(last.createdAt(), last.id().value()));
  }

  @Test
  default void lists_are_narrowed_by_status_operation_label_and_time() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    stores().pass(Duration.ofMinutes(10));
    Instant middle = stores().now().minus(Duration.ofMinutes(5));
    JobId labelled = stores().jobs.store(Order.any().labelled("team", "100%_!\\"));
    JobId other = stores().jobs.store(Order.any().of("sort").labelled("team", "100xyz!\\"));

    JobFilter.Label team = JobFilter.Label.of("team", "100%_!\\");
    assertThat(list(Set.of(JobStatus.SUCCEEDED, JobStatus.FAILED), null, Set.of(), null, null))
        .containsExactly(lease.job());
    assertThat(list(Set.of(), "sort", Set.of(), null, null)).containsExactly(other);
    assertThat(list(Set.of(), null, Set.of(team), null, null)).containsExactly(labelled);
    assertThat(list(Set.of(), null, Set.of(), middle, null))
        .containsExactlyInAnyOrder(labelled, other);
    assertThat(list(Set.of(), null, Set.of(), null, middle)).containsExactly(lease.job());
    assertThat(list(Set.of(), null, Set.of(team), middle, null))
        .as("times with labels")
        .containsExactly(labelled);
    assertThat(list(Set.of(), null, Set.of(team), null, middle)).isEmpty();
    assertThat(
            list(Set.of(), null, Set.of(team, JobFilter.Label.of("team", "100xyz!\\")), null, null))
        .as("no job has both")
        .isEmpty();
    assertThat(list(Set.of(), null, Set.of(JobFilter.Label.of("eam", "100%_!")), null, null))
        .isEmpty();
  }

  @Test
  default void a_search_ends_after_so_many_jobs_and_goes_on_with_the_next_page() {
    JobId oldest = stores().jobs.store(Order.any().labelled("team", "blue"));
    stores().pass(Duration.ofSeconds(1));
    stores()
        .jobs
        .submit(
            Collections.nCopies(JobQuery.MAX_SEARCHED - 1, 0).stream()
                .map(same -> Order.any().request())
                .toList());
    assertThat(stores().count("job")).isEqualTo(JobQuery.MAX_SEARCHED);
    stores().pass(Duration.ofSeconds(1));
    JobId newest = stores().jobs.store(Order.any().labelled("team", "blue"));

    JobPage page = stores().jobs.page(labelled("blue", 5, Optional.empty()));
    assertThat(page.items()).extracting(view -> view.job().id()).containsExactly(newest);
    assertThat(page.searched()).isTrue();
    assertThat(stores().jobs.pageVersion(labelled("blue", 5, Optional.empty())))
        .isEqualTo(page.version());
    JobPage rest = stores().jobs.page(labelled("blue", 5, page.next()));
    assertThat(rest.items()).extracting(view -> view.job().id()).containsExactly(oldest);
    assertThat(rest.next()).isEmpty();

    JobPage one = stores().jobs.page(labelled("blue", 1, Optional.empty()));
    assertThat(one.items()).hasSize(1);
    assertThat(one.next()).isPresent();
    assertThat(stores().jobs.page(all(Scope.of("alice"), 5)).searched()).isFalse();
  }

  private static JobQuery labelled(String team, int limit, Optional<JobQuery.Position> after) {
    JobFilter filter =
        JobFilter.of(Scope.of("alice")).withLabels(Set.of(JobFilter.Label.of("team", team)));
    JobQuery first = JobQuery.of(filter, limit);
    return after.map(first::behind).orElse(first);
  }

  private List<JobId> list(
      Set<JobStatus> statuses,
      String operation,
      Set<JobFilter.Label> labels,
      Instant after,
      Instant before) {
    JobFilter filter =
        JobFilter.of(Scope.of("alice"))
            .withStatuses(statuses)
            .withOperations(operation == null ? Set.of() : Set.of(operation))
            .withLabels(labels)
            .withCreated(
                new JobFilter.Period(Optional.ofNullable(after), Optional.ofNullable(before)));
    JobQuery query = JobQuery.of(filter, 99);
    return stores().jobs.list(query).stream().map(view -> view.job().id()).toList();
  }

  @Test
  default void queue_positions_are_the_order_in_which_due_jobs_are_claimed() {
    UUID node = stores().node();
    stores().jobs.store(Order.any().withPriority(9));
    Lease running = stores().claimOne(node);
    JobId second = stores().jobs.store(Order.any());
    JobId third = stores().jobs.store(Order.any());
    JobId first = stores().jobs.store(Order.any().withPriority(1));
    JobId later =
        stores().jobs.store(Order.any().startingAt(stores().now().plus(Duration.ofHours(1))));

    QueueSnapshot queue = stores().estimates(Map.of()).latest();

    assertThat(queue.position(first)).hasValue(1);
    assertThat(queue.position(second)).hasValue(2);
    assertThat(queue.position(third)).hasValue(3);
    assertThat(queue.position(later)).isEmpty();
    assertThat(queue.position(running.job())).isEmpty();
  }

  @Test
  default void admission_counts_what_waits_and_what_a_caller_has_unfinished() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().jobs.store(Order.any());
    stores().jobs.store(Order.any().by("bob"));
    stores().jobs.remove(stores().jobs.store(Order.any()));

    AdmissionControl admission = new AdmissionControl(stores().database);

    assertThat(admission.waiting()).isEqualTo(2);
    assertThatThrownBy(() -> admission.admit("carol", 1, 2, 9)).isInstanceOf(QueueFull.class);
    assertThatThrownBy(() -> admission.admit("alice", 1, 9, 2)).isInstanceOf(QuotaExceeded.class);
    admission.admit("bob", 1, 9, 2);
    assertThatThrownBy(() -> admission.admit("bob", 1, 9, 2)).isInstanceOf(QuotaExceeded.class);
    assertThat(admission.waiting()).isEqualTo(3);
  }

  @Test
  default void released_reservations_and_ended_jobs_make_room_at_once() {
    stores().jobs.store(Order.any());
    AdmissionControl admission = new AdmissionControl(stores().database);
    AdmissionControl.Reservation reservation = admission.admit("alice", 1, 2, 2);
    assertThatThrownBy(() -> admission.admit("bob", 1, 2, 2)).isInstanceOf(QueueFull.class);
    assertThatThrownBy(() -> admission.admit("alice", 1, 9, 2)).isInstanceOf(QuotaExceeded.class);

    admission.release(reservation);
    admission.admit("alice", 1, 2, 2);
    admission.ended(ended("alice", true, System.nanoTime()));
    admission.admit("alice", 1, 2, 2);
    admission.ended(ended("alice", false, System.nanoTime()));

    admission.admit("alice", 1, 3, 2);
    assertThat(admission.waiting()).isEqualTo(3);
  }

  private static JobsEnded ended(String caller, boolean waited, long sinceNanos) {
    JobId job = new JobId(UUID.randomUUID());
    return new JobsEnded(
        List.of(new JobEnded(job, caller, Order.COPY, JobStatus.CANCELED, waited, sinceNanos)));
  }

  @Test
  default void a_count_that_may_lack_an_ended_job_is_not_lowered_for_it_again() {
    long before = System.nanoTime();
    stores().jobs.store(Order.any());
    AdmissionControl admission = new AdmissionControl(stores().database);
    assertThat(admission.waiting()).isEqualTo(1);

    admission.ended(ended("alice", true, before));
    admission.ended(ended("nobody", false, System.nanoTime()));

    assertThat(admission.waiting()).isEqualTo(1);
    assertThatThrownBy(() -> admission.admit("alice", 1, 9, 1)).isInstanceOf(QuotaExceeded.class);
  }

  @Test
  default void the_database_is_reachable_and_migrated() {
    assertThat(stores().database.isReachable()).isTrue();
    assertThat(stores().database.isMigrated()).isTrue();
  }
}
