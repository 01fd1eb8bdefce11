package org.meanwhile.job.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Lease;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Order;
import org.meanwhile.job.Output;
import org.meanwhile.job.Reused;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.Stores;
import org.meanwhile.job.submit.StorageQuota;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.Scope;

/** Outputs that are there already are taken instead of a run, and are kept as long as any job. */
public interface ReuseContract {
  String INPUT = "{\"query\":\"orders\"}";
  Duration HOUR = Duration.ofHours(1);
  Duration MINUTE = Duration.ofMinutes(1);

  Stores stores();

  private JobView view(JobId id) {
    return stores().jobs.find(id, Scope.everyone()).orElseThrow();
  }

  private Job job(JobId id) {
    return view(id).job();
  }

  private Output output(JobId id) {
    return view(id).liveOutput().orElseThrow();
  }

  private static byte[] large() {
    return "a line that is repeated\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
  }

  private static Order same() {
    return Order.any().like(INPUT);
  }

  private static Order again() {
    return Order.any().reusing(INPUT, HOUR);
  }

  /** A job that has succeeded with an output in chunks. */
  private JobId succeeded(Order order) {
    return succeeded(order, large());
  }

  private JobId succeeded(Order order, byte[] bytes) {
    JobId id = stores().jobs.store(order);
    Lease lease = stores().claimOne(stores().node());
    assertThat(lease.job()).isEqualTo(id);
    stores().complete(lease, stores().success(lease, bytes));
    return id;
  }

  private void age(JobId job, Duration time) {
    stores()
        .database
        .transaction(
            c ->
                Rows.update(
                    c,
                    "UPDATE output SET created_at = created_at"
                        + " - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND WHERE job_id = ?",
                    time.toMillis(),
                    job.value()));
  }

  private byte[] bytes(JobId job) {
    Output output = output(job);
    return output
        .contentId()
        .map(id -> stores().read(new StoredContent(id, null, output.sizeBytes(), output.sha256())))
        .orElseGet(() -> stores().contents.readInline(job));
  }

  @Test
  default void an_output_that_is_young_enough_is_taken_instead_of_a_run() {
    JobId first = succeeded(same());

    JobId second = stores().jobs.store(again().retained(MINUTE).labelled("team", "a"));

    Job job = job(second);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.reused()).contains(new Reused(Reused.As.OUTPUT, first));
    assertThat(job.attempt()).isZero();
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.finishedAt()).contains(job.createdAt());
    assertThat(job.expiresAt()).contains(job.createdAt().plus(MINUTE));
    assertThat(job.labels()).containsEntry("team", "a");
    assertThat(output(second).sha256()).isEqualTo(output(first).sha256());
    assertThat(output(second).contentId()).isEqualTo(output(first).contentId()).isPresent();
    assertThat(output(second).createdAt()).isEqualTo(output(first).createdAt());
    assertThat(bytes(second)).isEqualTo(large());
    assertThat(stores().claimAtMost(stores().node(), 9)).isEmpty();
  }

  @Test
  default void a_small_output_is_taken_as_well() {
    JobId first = succeeded(same(), "few".getBytes(StandardCharsets.UTF_8));

    JobId second = stores().jobs.store(again());
    stores().jobs.remove(first);

    assertThat(job(second).reused()).contains(new Reused(Reused.As.OUTPUT, first));
    assertThat(bytes(second)).asString(StandardCharsets.UTF_8).isEqualTo("few");
  }

  @Test
  default void an_older_output_is_not_taken_however_late_it_was_taken_before() {
    JobId first = succeeded(same());
    age(first, HOUR.minus(MINUTE));
    JobId second = stores().jobs.store(again());
    assertThat(job(second).reused()).isPresent();

    JobId other = stores().jobs.store(Order.any().reusing(INPUT, HOUR.minus(MINUTE)));

    assertThat(job(other).reused()).isEmpty();
    assertThat(job(other).status()).isEqualTo(JobStatus.WAITING);
  }

  @Test
  default void nothing_is_taken_of_another_caller_operation_input_or_file() {
    StagedFile file = stores().upload("some lines".getBytes(StandardCharsets.UTF_8));
    succeeded(same());

    for (Order other :
        List.of(
            again().by("bob").reusing(INPUT, HOUR),
            again().of("move").reusing(INPUT, HOUR),
            Order.any().reusing("{}", HOUR),
            Order.any().with(file).reusing(INPUT, HOUR))) {
      assertThat(job(stores().jobs.store(other)).reused()).isEmpty();
    }
  }

  @Test
  default void nothing_is_taken_of_what_failed_was_removed_or_has_no_output_any_more() {
    JobId failed = stores().jobs.store(same());
    Lease lease = stores().claimOne(stores().node());
    stores().complete(lease, RidingContract.FAILURE);
    JobId removed = succeeded(same());
    stores().jobs.remove(removed);
    JobId deleted = succeeded(same());
    stores().jobs.deleteOutput(deleted);
    JobId expired = succeeded(same().retained(Duration.ZERO));

    JobId job = stores().jobs.store(again());

    assertThat(job(job).reused()).as("of %s", List.of(failed, removed, deleted, expired)).isEmpty();
  }

  @Test
  default void an_output_is_taken_of_those_who_took_it_but_is_of_the_job_that_ran() {
    JobId first = succeeded(same());
    JobId second = stores().jobs.store(again());
    stores().jobs.remove(first);

    JobId third = stores().jobs.store(again());

    assertThat(job(third).reused()).contains(new Reused(Reused.As.OUTPUT, first));
    assertThat(bytes(third)).isEqualTo(large());
  }

  @Test
  default void content_is_kept_until_the_last_job_that_has_it_is_gone() {
    JobId first = succeeded(same());
    JobId second = stores().jobs.store(again().retained(MINUTE));
    JobId third = stores().jobs.store(again());
    UUID content = output(first).contentId().orElseThrow();

    stores().jobs.remove(first);
    stores().cleaner.purge(100, HOUR);
    assertThat(bytes(second)).isEqualTo(large());
    stores().pass(MINUTE);
    stores().cleaner.purge(100, HOUR);
    assertThat(view(second).liveOutput()).isEmpty();
    assertThat(bytes(third)).isEqualTo(large());
    assertThat(stores().state(content)).contains("KEPT");

    stores().jobs.deleteOutput(third);
    assertThat(stores().state(content)).contains("DOOMED");
    stores().cleaner.purge(100, HOUR);
    assertThat(stores().contentsWithChunks()).doesNotContain(content);
  }

  @Test
  default void an_output_that_several_jobs_have_is_counted_once() {
    JobId first = succeeded(same());
    JobId second = stores().jobs.store(again());
    JobId third = stores().jobs.store(again());
    long size = large().length;
    for (JobId gone : List.of(third, first, second)) {
      StorageQuota quota = new StorageQuota(stores().database);
      quota.admit(Order.ALICE, 0, size + 1);
      assertThat(isFull(quota, size)).as("with %s", gone).isTrue();
      stores().jobs.remove(gone);
    }
    assertThat(isFull(new StorageQuota(stores().database), 1)).isFalse();
  }

  private static boolean isFull(StorageQuota quota, long maxBytes) {
    try {
      quota.admit(Order.ALICE, 0, maxBytes);
      return false;
    } catch (org.meanwhile.job.submit.QuotaExceeded e) {
      return true;
    }
  }

  @Test
  default void a_file_that_is_the_same_is_not_stored_again() {
    byte[] lines = "some lines".getBytes(StandardCharsets.UTF_8);
    StagedFile one = stores().upload(lines);
    StagedFile other = stores().upload(lines);
    succeeded(Order.any().with(one).like(INPUT));

    NewJob request = Order.any().with(other).reusing(INPUT, HOUR).request();
    Submission submission = stores().jobs.submit(request);

    assertThat(submission.job().job().reused()).isPresent();
    assertThat(stores().state(other.content().id())).contains("STAGED");
    UUID file =
        stores()
            .database
            .read(
                c ->
                    Rows.query(
                        c,
                        "SELECT content_id FROM job_file WHERE job_id = ?",
                        row -> Rows.uuid(row, 1),
                        request.id().value()))
            .get(0);
    assertThat(file).isEqualTo(one.content().id());
  }

  @Test
  default void a_repeated_request_is_answered_with_its_job() {
    Idempotency key = Idempotency.byKey("once", "f");
    JobId first = stores().jobs.store(again().once(key));
    Lease lease = stores().claimOne(stores().node());
    stores().complete(lease, stores().success(lease));

    Submission repeated = stores().jobs.submit(again().once(key).request());

    assertThat(repeated.outcome()).isEqualTo(Submission.Outcome.REPEATED);
    assertThat(repeated.job().job().id()).isEqualTo(first);
  }

  @Test
  default void a_callback_tells_the_end_of_a_job_that_took_an_output() {
    succeeded(same());

    JobId second = stores().jobs.store(again().calling("a.example"));

    assertThat(stores().deliveries.log(second).orElseThrow().deliveries())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.outcome()).isEqualTo(JobStatus.SUCCEEDED));
  }

  @Test
  default void a_job_without_a_key_is_neither_found_nor_finds() {
    JobId job = stores().jobs.store(Order.any());

    assertThat(job(job).reused()).isEqualTo(Optional.empty());
    assertThat(job(stores().jobs.store(again())).reused()).isEmpty();
  }
}
