package org.meanwhile.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.platform.Settings;

/** The figures of an operation, by minutes and by hours. */
public interface FiguresContract {

  Stores stores();

  private OperationCounters node() {
    return new OperationCounters(stores().database, new Settings(name -> null));
  }

  private List<Figures.Figure> figures(String operation, Span span) {
    return new FigureReader(stores().database).latest(operation, span).figures();
  }

  private Counts sum(String operation, Span span) {
    return figures(operation, span).stream()
        .map(Figures.Figure::counts)
        .reduce(Counts.NONE, Counts::plus);
  }

  private static String newOperation() {
    return "figure-" + UUID.randomUUID();
  }

  private static JobsEnded ended(String operation, JobStatus status) {
    JobId job = new JobId(UUID.randomUUID());
    return new JobsEnded(List.of(new JobEnded(job, Order.ALICE, operation, status, false, 0)));
  }

  /** Moves the minutes of an operation, as if they had been counted then. */
  private void move(String operation, long minutes) {
    stores()
        .database
        .transaction(
            c ->
                Rows.update(
                    c,
                    "UPDATE operation_minute SET epoch_minute = epoch_minute - ? WHERE operation = ?",
                    minutes,
                    operation));
  }

  private static void busyMinute(OperationCounters node, String operation, Duration run) {
    node.made(operation, 2);
    node.started(operation, Duration.ofMillis(5));
    node.ran(operation, run);
    node.ended(ended(operation, JobStatus.FAILED));
    node.flush();
  }

  @Test
  default void the_times_of_all_nodes_are_one_distribution() {
    String operation = newOperation();
    OperationCounters one = node();
    for (int i = 0; i < 9; i++) {
      one.started(operation, Duration.ofMillis(10));
    }
    one.flush();
    OperationCounters other = node();
    other.started(operation, Duration.ofMinutes(10));
    other.flush();

    Counts.Times waits = sum(operation, Span.MINUTE).waits();

    assertThat(waits.count()).isEqualTo(10);
    assertThat(waits.histogram().quantile(0.5).orElseThrow())
        .isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
    assertThat(waits.histogram().quantile(0.99).orElseThrow())
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
  }

  @Test
  default void slots_that_were_taken_are_told_beside_those_there_are() {
    String operation = newOperation();
    OperationCounters node = node();
    node.slotTaken(operation);
    Awaitility.await()
        .until(
            () -> {
              node.flush();
              return sum(operation, Span.MINUTE).slots().takenMillis() > 0;
            });
    node.slotFreed(operation);

    Figures.Figure latest = figures(operation, Span.MINUTE).get(0);

    assertThat(latest.all().takenMillis())
        .isGreaterThanOrEqualTo(latest.counts().slots().takenMillis());
    assertThat(latest.all().thereMillis()).isGreaterThanOrEqualTo(latest.all().takenMillis());
  }

  @Test
  default void the_hours_have_what_is_not_added_up_yet() {
    String operation = newOperation();
    busyMinute(node(), operation, Duration.ofMillis(20));

    Counts before = sum(operation, Span.HOUR);

    assertThat(before.made()).isEqualTo(2);
    assertThat(before.ended()).isEqualTo(new Counts.Ended(0, 1, 0));
  }

  @Test
  default void an_hour_is_added_up_once_from_its_minutes_and_outlives_them() {
    String operation = newOperation();
    busyMinute(node(), operation, Duration.ofMillis(20));
    move(operation, 70);
    busyMinute(node(), operation, Duration.ofSeconds(20));
    move(operation, 70);

    HourlyFigures hours = new HourlyFigures(stores().database);
    hours.addUp();
    hours.addUp();

    assertThat(sum(operation, Span.MINUTE)).isEqualTo(Counts.NONE);
    Counts kept = sum(operation, Span.HOUR);
    assertThat(kept.made()).isEqualTo(4);
    assertThat(kept.runs().count()).isEqualTo(2);
    assertThat(kept.runs().histogram().quantile(0.99).orElseThrow())
        .isBetween(Duration.ofSeconds(18), Duration.ofSeconds(22));
    assertThat(figures(operation, Span.HOUR).stream().map(Figures.Figure::begin))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  default void figures_older_than_thirty_days_are_forgotten() {
    String operation = newOperation();
    busyMinute(node(), operation, Duration.ofMillis(20));
    move(operation, 31 * 24 * 60);
    new HourlyFigures(stores().database).addUp();

    List<String> kept =
        stores()
            .database
            .read(
                c ->
                    Rows.query(c, "SELECT operation FROM operation_hour", row -> row.getString(1)));

    assertThat(kept).doesNotContain(operation);
    assertThat(figures(operation, Span.HOUR).stream().map(Figures.Figure::counts))
        .allMatch(Counts.NONE::equals);
  }
}
