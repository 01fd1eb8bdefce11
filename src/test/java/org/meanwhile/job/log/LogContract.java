package org.meanwhile.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.content.ContentContract;

/** How lines are stored and read. */
public interface LogContract {

  Stores stores();

  private Lease running() {
    stores().jobs.store(Order.any());
    return stores().claimOne(stores().node());
  }

  private static LogBatch batch(Lease lease, long first, String... texts) {
    return new LogBatch(
        lease,
        1,
        first,
        List.of(texts).stream().map(text -> new LogBatch.Line(0, "info", text)).toList());
  }

  private LogPage page(JobId job, long after, int limit) {
    return stores().logReader.page(job, after, limit);
  }

  private static List<String> texts(LogPage page) {
    return page.lines().stream().map(LogLine::text).toList();
  }

  @Test
  default void lines_are_read_in_pages() {
    Lease lease = running();
    stores().logs.append(batch(lease, 1, "a", "b\tc"), 0);
    stores().logs.append(batch(lease, 3, "", "d"), 0);

    LogPage first = page(lease.job(), 0, 3);
    LogPage rest = page(lease.job(), first.next(), 3);

    assertThat(texts(first)).containsExactly("a", "b\tc", "");
    assertThat(first.more()).isTrue();
    assertThat(texts(rest)).containsExactly("d");
    assertThat(rest.more()).isFalse();
    assertThat(rest.next()).isEqualTo(4);
    assertThat(page(lease.job(), 4, 3).lines()).isEmpty();
  }

  @Test
  default void a_page_is_read_of_any_number_of_rows() {
    Lease lease = running();
    IntStream.rangeClosed(1, 300).forEach(i -> stores().logs.append(batch(lease, i, "l" + i), 0));

    LogPage page = page(lease.job(), 2, 290);

    assertThat(page.lines()).hasSize(290);
    assertThat(page.next()).isEqualTo(292);
    assertThat(page.more()).isTrue();
  }

  @Test
  default void a_line_tells_when_it_was_written() {
    Lease lease = running();
    LogBatch.Line old = new LogBatch.Line(Duration.ofHours(1).toMillis(), "warning", "x");
    stores().logs.append(new LogBatch(lease, 2, 1, List.of(old)), 0);

    LogLine line = page(lease.job(), 0, 1).lines().get(0);

    assertThat(line.at())
        .isBetween(
            stores().now().minus(Duration.ofMinutes(70)),
            stores().now().minus(Duration.ofMinutes(60)));
    assertThat(line.level()).isEqualTo("warning");
    assertThat(line.attempt()).isEqualTo(2);
  }

  @Test
  default void lines_that_were_dropped_are_counted_as_lost() {
    Lease lease = running();
    stores().logs.append(batch(lease, 1, "a", "b"), 0);
    stores().logs.append(batch(lease, 6, "f"), 2);

    LogPage page = page(lease.job(), 0, 10);

    assertThat(texts(page)).containsExactly("f");
    assertThat(page.lost()).isEqualTo(5);
    assertThat(page(lease.job(), 5, 10).lost()).isZero();
  }

  @Test
  default void a_batch_is_stored_once() {
    Lease lease = running();
    stores().logs.append(batch(lease, 1, "a"), 0);
    stores().logs.append(batch(lease, 1, "a"), 0);

    assertThat(texts(page(lease.job(), 0, 10))).containsExactly("a");
    assertThat(stores().logs.stored(lease.job())).containsExactly(new LogStore.Stored(1, 1, 1));
  }

  @Test
  default void who_has_lost_the_lease_writes_no_more() {
    Lease lease = running();
    stores().crash(lease.node());
    stores().logs.append(batch(lease, 1, "late"), 0);

    assertThat(page(lease.job(), 0, 10).lines()).isEmpty();
  }

  @Test
  default void the_newest_line_of_many_logs_is_known() {
    Lease lease = running();
    stores().logs.append(batch(lease, 1, "a", "b"), 0);
    JobId silent = new JobId(UUID.randomUUID());

    assertThat(stores().logReader.latest(List.of(lease.job(), silent)))
        .isEqualTo(Map.of(lease.job(), 2L, silent, 0L));
  }

  @Test
  default void a_log_is_deleted_when_its_job_expires() {
    Lease lease = running();
    stores().logs.append(batch(lease, 1, "a"), 0);
    stores().complete(lease, stores().success(lease));
    stores().pass(Order.RETAIN.plusMinutes(1));
    assertThat(stores().count("job_log")).isEqualTo(1);

    stores().cleaner.purge(10, ContentContract.IDLE);

    assertThat(stores().count("job_log")).isZero();
  }

  @Test
  default void a_log_is_deleted_with_the_output_and_with_the_job() {
    for (boolean whole : new boolean[] {false, true}) {
      Lease lease = running();
      stores().logs.append(batch(lease, 1, "a"), 0);
      stores().complete(lease, stores().success(lease));
      assertThat(stores().count("job_log")).isEqualTo(1);
      if (whole) {
        stores().jobs.remove(lease.job());
      } else {
        stores().jobs.deleteOutput(lease.job());
      }
      assertThat(stores().count("job_log")).isZero();
    }
  }
}
