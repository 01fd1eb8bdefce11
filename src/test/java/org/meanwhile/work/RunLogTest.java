package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.log.LogBatch;
import org.meanwhile.job.log.LogStore;

/** What a run writes becomes numbered batches; what is too much is dropped, the oldest first. */
class RunLogTest {
  private final Recorded store = new Recorded();
  private long nanos;

  /** A store in memory. */
  private static final class Recorded extends LogStore {
    private final List<LogBatch> batches = new ArrayList<>();
    private final List<Stored> earlier = new ArrayList<>();
    private long trimmedTo;
    private boolean fails;

    @Override
    public List<Stored> stored(JobId job) {
      return earlier;
    }

    @Override
    public void append(LogBatch batch, long trimTo) {
      batches.add(batch);
      trimmedTo = Math.max(trimmedTo, trimTo);
      if (fails) {
        throw new IllegalStateException("the answer is lost");
      }
    }

    private List<String> texts() {
      return batches.stream().flatMap(b -> b.lines().stream()).map(LogBatch.Line::text).toList();
    }
  }

  private RunLog log(long claim) {
    Lease lease = new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), claim);
    return new RunLog(lease, 1, store, () -> nanos);
  }

  private static void write(RunLog log, int lines) {
    IntStream.range(0, lines).forEach(i -> log.write(Level.INFO, "line " + i));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void lines_are_numbered_from_1() {
    RunLog log = log(1);
    log.write(Level.INFO, "a\nb\r\nc");
    log.write(Level.WARNING, "d");
    log.store(false);
    log.write(Level.INFO, "");
    log.store(false);

    assertThat(store.texts()).containsExactly("a", "b", "c", "d", "");
    assertThat(store.batches).extracting(LogBatch::firstSeq).containsExactly(1L, 5L);
    assertThat(store.batches.get(0).lines().get(3).level()).isEqualTo("warning");
    assertThat(log.isWaiting()).isFalse();
  }

  @Test
  void a_later_run_goes_on_with_the_numbers() {
    store.earlier.add(new LogStore.Stored(7, 7, 70));
    RunLog log = log(2);
    log.write(Level.INFO, "h");
    log.store(false);

    assertThat(store.batches.get(0).firstSeq()).isEqualTo(8);
  }

  @Test
  void of_more_lines_in_a_second_the_newest_are_kept() {
    RunLog log = log(1);
    write(log, 1000);
    log.store(false);

    assertThat(store.texts()).hasSize(200).startsWith("line 800").endsWith("line 999");
    assertThat(store.batches.get(0).firstSeq()).isEqualTo(801);
    write(log, 1);
    log.store(false);
    assertThat(log.isWaiting()).isTrue();
    pass(Duration.ofMillis(200));
    log.store(false);
    assertThat(store.batches.get(1).firstSeq()).isEqualTo(1001);
  }

  @Test
  void the_last_lines_are_stored_whatever_the_rate() {
    RunLog log = log(1);
    write(log, 200);
    log.store(false);
    log.write(Level.INFO, "why it failed");
    log.store(true);

    assertThat(store.texts()).endsWith("why it failed");
  }

  @Test
  void a_batch_that_may_be_stored_comes_again_unchanged() {
    RunLog log = log(1);
    log.write(Level.INFO, "a");
    store.fails = true;
    assertThatThrownBy(() -> log.store(false)).hasMessage("the answer is lost");
    log.write(Level.INFO, "b");
    store.fails = false;
    log.store(false);

    assertThat(store.texts()).containsExactly("a", "a", "b");
    assertThat(store.batches).extracting(LogBatch::firstSeq).containsExactly(1L, 1L, 2L);
  }

  @Test
  void lines_written_during_an_outage_are_kept_as_far_as_their_rate_allows() {
    RunLog log = log(1);
    log.write(Level.INFO, "before");
    store.fails = true;
    assertThatThrownBy(() -> log.store(false)).isInstanceOf(IllegalStateException.class);
    write(log, 2000);
    pass(Duration.ofSeconds(20));
    store.fails = false;
    store.batches.clear();
    log.store(false);

    assertThat(store.texts()).hasSizeBetween(2, 2001).startsWith("before").endsWith("line 1999");
  }

  @Test
  void the_oldest_lines_are_deleted_when_there_are_too_many() {
    RunLog log = log(1);
    for (int i = 0; i < 60; i++) {
      write(log, 200);
      log.store(false);
      pass(Duration.ofSeconds(1));
    }

    assertThat(store.trimmedTo).isEqualTo(60 * 200 - RunLog.MAX_LINES);
  }

  @Test
  void the_oldest_lines_are_deleted_when_they_are_too_long() {
    RunLog log = log(1);
    String longest = "x".repeat(LogBatch.MAX_LINE_BYTES);
    for (int i = 0; i < 11; i++) {
      IntStream.range(0, 100).forEach(j -> log.write(Level.INFO, longest));
      log.store(false);
      pass(Duration.ofSeconds(1));
    }

    assertThat(store.trimmedTo).isEqualTo(100);
  }

  @Test
  void a_line_is_cut_between_characters_and_controls_are_replaced() {
    RunLog log = log(1);
    log.write(Level.INFO, "x" + "ü".repeat(4000));
    log.write(Level.INFO, "\u001b[31mred\u0000");
    log.store(false);

    assertThat(store.texts().get(0)).isEqualTo("x" + "ü".repeat(2047));
    assertThat(store.texts().get(1)).isEqualTo("\uFFFD[31mred\uFFFD");
  }
}
