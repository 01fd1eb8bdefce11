package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.StatusCounts;
import org.meanwhile.job.StatusCounts.Count;
import org.meanwhile.job.Stores;
import org.meanwhile.job.read.JobFilter.Label;
import org.meanwhile.job.read.JobFilter.Origin;
import org.meanwhile.job.read.JobFilter.Period;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.Scope;

/** What the filters of a list find, and in which order. */
public interface FindingContract {
  JobFilter MINE = JobFilter.of(Scope.of(Order.ALICE));

  Stores stores();

  @Test
  default void a_label_is_found_by_its_name_alone_and_all_labels_must_hold() {
    JobId both = stores().jobs.store(Order.any().labelled("team", "a:b"));
    stores().jobs.store(Order.any().labelled("steam", "a"));

    assertThat(found(MINE.withLabels(Set.of(Label.named("team"))))).containsExactly(both);
    assertThat(found(MINE.withLabels(Set.of(Label.named("team"), Label.of("team", "a:b")))))
        .containsExactly(both);
    assertThat(found(MINE.withLabels(Set.of(Label.named("team"), Label.named("steam"))))).isEmpty();
    assertThat(found(MINE.withLabels(Set.of(Label.named("te_m"))))).isEmpty();
  }

  @Test
  default void failures_are_found_by_their_code_and_by_their_end() {
    JobId first = failed("disk-full", "no space left");
    stores().pass(Duration.ofHours(1));
    Instant between = stores().now().minus(Duration.ofMinutes(30));
    JobId second = failed("timed-out", "too slow");
    stores().jobs.store(Order.any());

    assertThat(found(MINE.withCodes(Set.of("disk-full")))).containsExactly(first);
    assertThat(found(MINE.withFinished(after(between)))).containsExactly(second);
    assertThat(found(MINE.withFinished(before(between)))).containsExactly(first);
    assertThat(found(MINE.withFinished(after(between)).withStatuses(Set.of(JobStatus.SUCCEEDED))))
        .isEmpty();
    assertThat(found(MINE.withFinished(after(between)).withStatuses(Set.of(JobStatus.WAITING))))
        .isEmpty();
  }

  @Test
  default void jobs_are_found_by_what_made_them() {
    JobId other = new JobId(UUID.randomUUID());
    JobId rerun = stores().jobs.store(Order.any().from(JobOrigin.rerunOf(other)));
    JobId member = stores().jobs.store(Order.any().from(JobOrigin.REQUEST.in(other)));
    JobId fired = stores().jobs.store(Order.any().from(JobOrigin.schedule("nightly")));
    stores().jobs.store(Order.any().by("bob").from(JobOrigin.rerunOf(other)));

    Origin byRerun = new Origin(Set.of(), Set.of(other), Set.of(), Set.of());
    Origin byGroup = new Origin(Set.of(other), Set.of(), Set.of(), Set.of());
    Origin bySchedule = new Origin(Set.of(), Set.of(), Set.of("nightly"), Set.of());
    assertThat(found(MINE.withOrigin(byRerun))).containsExactly(rerun);
    assertThat(found(MINE.withOrigin(byGroup))).containsExactly(member);
    assertThat(found(MINE.withOrigin(byGroup).withOperations(Set.of("none")))).isEmpty();
    assertThat(found(MINE.withOrigin(bySchedule))).containsExactly(fired);
    assertThat(found(JobFilter.of(Scope.everyone()).withOrigin(bySchedule))).containsExactly(fired);
    assertThat(found(MINE.withOrigin(new Origin(Set.of(), Set.of(), Set.of(), Set.of(other)))))
        .as("no job waits for another")
        .isEmpty();
  }

  @Test
  default void the_jobs_of_a_node_are_those_that_run_there() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().jobs.store(Order.any());

    assertThat(found(MINE.withNodes(Set.of(node)))).containsExactly(lease.job());
    assertThat(found(JobFilter.of(Scope.of("bob")).withNodes(Set.of(node)))).isEmpty();
    assertThat(found(MINE.withNodes(Set.of(UUID.randomUUID())))).isEmpty();
    stores().complete(lease, stores().success(lease));
    assertThat(found(MINE.withNodes(Set.of(node)))).isEmpty();
  }

  @Test
  default void a_text_is_an_id_a_part_of_one_or_words() {
    JobId job = failed("disk-full", "No space LEFT at 100%_done");
    JobId labelled = stores().jobs.store(Order.any().labelled("team", "Payroll"));
    String id = job.toString();

    for (String text :
        List.of(
            id,
            id.toUpperCase(Locale.ROOT),
            id.substring(0, 13),
            id.substring(0, 20),
            id.substring(28),
            id.substring(20),
            id.substring(22).replace("-", ""),
            "space left",
            "LEFT copy",
            "100%_done",
            " no  space ")) {
      assertThat(found(text)).as(text).containsExactly(job);
    }
    assertThat(found("payroll")).containsExactly(labelled);
    assertThat(found("team:pay COPY")).containsExactly(labelled);
    String order = UUID.randomUUID().toString();
    JobId ordered = stores().jobs.store(Order.any().labelled("order", order));
    assertThat(found(order)).as("an id of something else").containsExactly(ordered);
    assertThat(found("100__done")).isEmpty();
    assertThat(found("space payroll")).as("of two jobs").isEmpty();
    assertThat(found("disk-full")).as("the code is no text").isEmpty();
    assertThat(found(JobFilter.of(Scope.of("bob")).withText(SearchText.of(id).orElseThrow())))
        .as("of another caller")
        .isEmpty();
  }

  @Test
  default void ended_jobs_are_listed_by_their_end_in_pages() {
    List<JobId> byEnd = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      byEnd.add(0, failed("broken", "broken"));
      stores().pass(Duration.ofSeconds(1));
      byEnd.add(0, succeeded());
      stores().pass(Duration.ofSeconds(1));
      JobId canceled = stores().jobs.store(Order.any());
      stores().jobs.remove(canceled);
      byEnd.add(0, canceled);
      stores().pass(Duration.ofSeconds(1));
    }
    stores().jobs.store(Order.any());

    List<JobId> listed = new ArrayList<>();
    JobQuery query =
        new JobQuery(
            MINE.withFinished(before(stores().now())),
            JobQuery.Order.END,
            Optional.empty(),
            2,
            false);
    Optional<JobQuery.Position> next = Optional.empty();
    do {
      JobPage page = stores().jobs.page(next.map(query::behind).orElse(query));
      page.items().forEach(view -> listed.add(view.job().id()));
      next = page.next();
    } while (next.isPresent());

    assertThat(listed).containsExactlyElementsOf(byEnd);
  }

  @Test
  default void counts_are_of_the_same_filter_whatever_status_it_names() {
    UUID node = stores().node();
    stores().jobs.store(Order.any().labelled("team", "a"));
    Lease running = stores().claimOne(node);
    failed("broken", "broken");
    succeeded();
    stores().jobs.store(Order.any().labelled("team", "a"));
    stores().jobs.store(Order.any());
    stores().jobs.remove(stores().jobs.store(Order.any()));
    stores().jobs.store(Order.any().by("bob"));

    StatusCounts all = counts(MINE.withStatuses(Set.of(JobStatus.FAILED)));
    assertThat(all.of(JobStatus.WAITING)).isEqualTo(exactly(2));
    for (JobStatus status : JobStatus.values()) {
      if (status != JobStatus.WAITING) {
        assertThat(all.of(status)).as(status.word()).isEqualTo(exactly(1));
      }
    }
    StatusCounts labelled = counts(MINE.withLabels(Set.of(Label.named("team"))));
    assertThat(labelled.of(JobStatus.WAITING)).isEqualTo(exactly(1));
    assertThat(labelled.of(JobStatus.RUNNING)).isEqualTo(exactly(1));
    assertThat(labelled.of(JobStatus.FAILED)).isEqualTo(Count.NONE);
    assertThat(counts(MINE.withNodes(Set.of(node))).of(JobStatus.RUNNING)).isEqualTo(exactly(1));
    assertThat(
            counts(MINE.withText(SearchText.of(running.job().toString()).orElseThrow()))
                .of(JobStatus.RUNNING))
        .isEqualTo(exactly(1));
    assertThat(counts(MINE.withCodes(Set.of("broken"))).of(JobStatus.WAITING))
        .isEqualTo(Count.NONE);
  }

  @Test
  default void a_page_has_another_version_when_only_a_count_differs() {
    JobQuery query =
        new JobQuery(
            MINE.withStatuses(Set.of(JobStatus.FAILED)),
            JobQuery.Order.CREATION,
            Optional.empty(),
            9,
            true);
    String before = stores().jobs.page(query).version();
    stores().jobs.store(Order.any());

    assertThat(stores().jobs.page(query).version())
        .isEqualTo(stores().jobs.pageVersion(query))
        .isNotEqualTo(before);
  }

  @Test
  default void failures_are_grouped_by_operation_code_and_telling_line() {
    JobId oldest = failed("broken", "row 17: no such column\n  at line 3");
    stores().pass(Duration.ofSeconds(1));
    failed("broken", "row 1805: no such column\n  at line 12");
    JobId latest = failed("broken", "row 9: no such column");
    JobId other = failed("timed-out", "row 9: no such column");
    succeeded();

    Failures failures = stores().jobs.failures(MINE);

    assertThat(failures.searched()).isFalse();
    assertThat(failures.causes()).hasSize(2);
    Failures.Cause first = failures.causes().get(0);
    assertThat(first.count()).isEqualTo(3);
    assertThat(first.operation()).isEqualTo(Order.COPY);
    assertThat(first.code()).isEqualTo("broken");
    assertThat(first.line()).isEqualTo("row 9: no such column");
    assertThat(first.example()).isEqualTo(latest);
    assertThat(first.firstAt()).isEqualTo(stores().row(oldest).finishedAt());
    assertThat(first.lastAt()).isEqualTo(stores().row(latest).finishedAt());
    assertThat(first.trend()).hasSize(Failures.TREND_PARTS);
    assertThat(first.trend().stream().mapToLong(count -> count).sum()).isEqualTo(first.count());
    assertThat(failures.from())
        .isEqualTo(
            first.firstAt().isBefore(failures.causes().get(1).firstAt())
                ? first.firstAt()
                : failures.causes().get(1).firstAt());
    assertThat(failures.to()).isAfterOrEqualTo(first.lastAt());
    assertThat(failures.causes().get(1).example()).isEqualTo(other);
    assertThat(stores().jobs.failures(MINE.withCodes(Set.of("timed-out"))).causes()).hasSize(1);
    assertThat(stores().jobs.failures(MINE.withStatuses(Set.of(JobStatus.SUCCEEDED))).causes())
        .isEmpty();
    assertThat(stores().jobs.failures(JobFilter.of(Scope.of("bob"))).causes()).isEmpty();
    SearchText text = SearchText.of(other.toString()).orElseThrow();
    assertThat(stores().jobs.failures(MINE.withText(text)).causes())
        .extracting(Failures.Cause::example)
        .containsExactly(other);
    assertThat(stores().jobs.failures(MINE.withNodes(Set.of(UUID.randomUUID()))).causes())
        .as("what runs has not failed")
        .isEmpty();
  }

  @Test
  default void several_texts_are_alternatives_and_an_id_of_no_job_is_a_word() {
    JobId one = failed("broken", "a broken pipe");
    JobId other = failed("broken", "a full disk");
    failed("broken", "nothing of that");
    JobId nobody = new JobId(UUID.randomUUID());
    JobId named = failed("broken", "as in " + nobody);

    assertThat(found(anyOf(one.toString(), "full disk"))).containsExactlyInAnyOrder(one, other);
    assertThat(found(anyOf(one.toString(), nobody.toString())))
        .containsExactlyInAnyOrder(one, named);
    assertThat(found(anyOf(one.toString(), other.toString())))
        .containsExactlyInAnyOrder(one, other);
  }

  private static JobFilter anyOf(String... texts) {
    return MINE.withText(
        new SearchText.AnyOf(
            Stream.of(texts).map(text -> SearchText.of(text).orElseThrow()).toList()));
  }

  @Test
  default void few_failures_are_found_however_many_jobs_are_newer() {
    JobId failed = failed("broken", "broken");
    stores().pass(Duration.ofSeconds(1));
    stores().multiply(succeeded(), JobQuery.MAX_SEARCHED);

    JobPage page = stores().jobs.page(JobQuery.of(MINE.withStatuses(Set.of(JobStatus.FAILED)), 5));
    assertThat(page.items()).extracting(view -> view.job().id()).containsExactly(failed);
    assertThat(page.searched()).isFalse();
    StatusCounts counts = counts(MINE);
    assertThat(counts.of(JobStatus.SUCCEEDED)).isEqualTo(new Count(JobQuery.MAX_SEARCHED, true));
    assertThat(counts.of(JobStatus.FAILED)).isEqualTo(exactly(1));

    JobQuery byEnd =
        new JobQuery(
            MINE.withText(SearchText.of("nothing").orElseThrow())
                .withFinished(before(stores().now())),
            JobQuery.Order.END,
            Optional.empty(),
            5,
            false);
    JobPage searched = stores().jobs.page(byEnd);
    assertThat(searched.items()).isEmpty();
    assertThat(searched.searched()).isTrue();
    assertThat(stores().jobs.page(byEnd.behind(searched.next().orElseThrow())).items()).isEmpty();
    assertThat(
            counts(MINE.withText(SearchText.of("nothing").orElseThrow())).of(JobStatus.SUCCEEDED))
        .isEqualTo(new Count(0, true));
  }

  private JobId failed(String code, String message) {
    return ended(lease -> new RunResult.Failed(new JobError(500, code, message)));
  }

  private JobId succeeded() {
    return ended(lease -> stores().success(lease));
  }

  private JobId ended(Function<Lease, RunResult> result) {
    JobId job = stores().jobs.store(Order.any().withPriority(99));
    List<Lease> claimed = stores().claimAtMost(stores().node(), 1);
    assertThat(claimed).extracting(Lease::job).containsExactly(job);
    stores().complete(claimed.get(0), result.apply(claimed.get(0)));
    return job;
  }

  private List<JobId> found(String text) {
    return found(MINE.withText(SearchText.of(text).orElseThrow()));
  }

  private List<JobId> found(JobFilter filter) {
    return stores().jobs.list(JobQuery.of(filter, 99)).stream()
        .map(view -> view.job().id())
        .toList();
  }

  private StatusCounts counts(JobFilter filter) {
    return stores()
        .jobs
        .page(new JobQuery(filter, JobQuery.Order.CREATION, Optional.empty(), 1, true))
        .counts()
        .orElseThrow();
  }

  private static Count exactly(long jobs) {
    return new Count(jobs, false);
  }

  private static Period after(Instant time) {
    return new Period(Optional.of(time), Optional.empty());
  }

  private static Period before(Instant time) {
    return new Period(Optional.empty(), Optional.of(time));
  }
}
