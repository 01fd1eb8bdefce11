package org.meanwhile.api.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.api.download.Cache.Content;
import org.meanwhile.job.content.ContentStore;

class DatabaseBytesTest {
  private static final int CHUNK = ContentStore.CHUNK_BYTES;
  private static final int SIZE = 2 * CHUNK + 17;

  private final Content content = new Content(1, SIZE);
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final ReadAhead ahead = new ReadAhead(tasks::add);

  private OutputBytes open(int end) {
    return new DatabaseBytes(content.chunks(), ahead, end);
  }

  private void runTasks() {
    tasks.forEach(Runnable::run);
    tasks.clear();
  }

  @Test
  void a_chunk_that_was_fetched_ahead_is_used() {
    try (OutputBytes bytes = open(SIZE)) {
      Cache.read(bytes, 0, CHUNK);
      assertThat(content.fetched).hasValue(1);
      runTasks();
      assertThat(content.fetched).hasValue(2);

      assertThat(Cache.read(bytes, CHUNK, SIZE))
          .isEqualTo(Arrays.copyOfRange(content.bytes, CHUNK, SIZE));
    }
    assertThat(content.fetched).hasValue(3);
  }

  @Test
  void a_fetch_that_finds_no_thread_is_done_by_the_download() {
    try (OutputBytes bytes = open(SIZE)) {
      assertThat(Cache.read(bytes, 0, SIZE)).isEqualTo(content.bytes);
    }
    OutputBytes refused =
        new DatabaseBytes(
            content.chunks(),
            new ReadAhead(
                task -> {
                  throw new RejectedExecutionException();
                }),
            SIZE);

    assertThat(Cache.read(refused, 0, SIZE)).isEqualTo(content.bytes);
  }

  @Test
  void nothing_beyond_the_range_is_fetched() {
    try (OutputBytes bytes = open(CHUNK)) {
      Cache.read(bytes, 3, CHUNK);
      runTasks();
    }

    assertThat(content.fetched).hasValue(1);
  }

  @Test
  void a_failure_comes_when_the_chunk_is_needed() {
    try (OutputBytes bytes = open(SIZE)) {
      content.onFetch =
          () -> {
            if (content.fetched.get() == 2) {
              throw new IllegalStateException("away");
            }
          };
      Cache.read(bytes, 0, CHUNK);
      runTasks();

      assertThatThrownBy(() -> Cache.read(bytes, CHUNK, SIZE)).hasMessage("away");
    }
  }

  @Test
  void so_many_chunks_are_fetched_ahead_and_no_more() {
    List<OutputBytes> sixteen = IntStream.range(0, 16).mapToObj(i -> open(SIZE)).toList();
    sixteen.forEach(bytes -> Cache.read(bytes, 0, 1));
    try (OutputBytes one = open(SIZE)) {
      Cache.read(one, 0, 1);
      assertThat(tasks).hasSize(16);
      sixteen.get(0).close();
      Cache.read(one, 1, 2);

      assertThat(tasks).hasSize(17);
    }
  }
}
