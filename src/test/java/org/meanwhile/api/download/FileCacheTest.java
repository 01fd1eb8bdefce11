package org.meanwhile.api.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.api.download.Cache.Content;
import org.meanwhile.job.content.ContentStore;

class FileCacheTest {
  private static final int CHUNK = ContentStore.CHUNK_BYTES;

  /** Three chunks, the last of 17 bytes. */
  private static final int SIZE = 2 * CHUNK + 17;

  private static final int MAX = 3 * SIZE;

  @TempDir private Path parent;
  private Cache cache;
  private final Content content = new Content(1, SIZE);

  @BeforeEach
  void open() {
    cache = new Cache(parent, MAX);
  }

  @AfterEach
  void close() {
    cache.directory.close();
  }

  @Test
  void the_second_download_reads_nothing_from_the_database() {
    assertThat(cache.download(content)).isEqualTo(content.bytes);
    assertThat(content.fetched).hasValue(3);
    assertThat(cache.fileOf(content)).get().isEqualTo(cache.files().get(0));
    assertThat(cache.stored.heldBytes()).isEqualTo(SIZE);

    assertThat(cache.download(content)).isEqualTo(content.bytes);
    assertThat(content.fetched).hasValue(3);
  }

  @Test
  void another_output_with_the_same_bytes_is_served_from_the_same_file() {
    cache.download(content);
    Content same = new Content(1, SIZE);

    assertThat(cache.download(same)).isEqualTo(same.bytes);
    assertThat(same.fetched).hasValue(0);
    assertThat(cache.stored.contents()).containsExactly(same.id);
  }

  @Test
  void a_range_is_read_from_the_file() {
    cache.download(content);

    try (OutputBytes bytes = cache.open(content)) {
      assertThat(Cache.read(bytes, CHUNK - 5, CHUNK + 7))
          .isEqualTo(Arrays.copyOfRange(content.bytes, CHUNK - 5, CHUNK + 7));
    }
    assertThat(content.fetched).hasValue(3);
  }

  @Test
  void downloads_at_the_same_time_fetch_each_chunk_once() {
    try (OutputBytes one = cache.open(content);
        OutputBytes two = cache.open(content)) {
      assertThat(Cache.read(one, 0, CHUNK + 1))
          .isEqualTo(Arrays.copyOfRange(content.bytes, 0, CHUNK + 1));
      assertThat(Cache.read(two, 0, SIZE)).isEqualTo(content.bytes);
      assertThat(Cache.read(one, CHUNK + 1, SIZE))
          .isEqualTo(Arrays.copyOfRange(content.bytes, CHUNK + 1, SIZE));
    }
    cache.runTasks();

    assertThat(content.fetched).hasValue(3);
    assertThat(cache.fileOf(content)).isPresent();
  }

  @Test
  void two_that_need_the_same_chunk_fetch_it_once() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch fetched = new CountDownLatch(1);
    content.onFetch =
        () -> {
          fetching.countDown();
          Cache.await(fetched);
        };
    Thread[] threads = new Thread[2];
    try (OutputBytes one = cache.open(content);
        OutputBytes two = cache.open(content)) {
      threads[0] = new Thread(() -> Cache.read(one, 0, CHUNK));
      threads[1] = new Thread(() -> Cache.read(two, 0, CHUNK));
      threads[0].start();
      fetching.await();
      threads[1].start();
      Awaitility.await("the other one waits")
          .until(() -> threads[1].getState() == Thread.State.WAITING);
      fetched.countDown();
      threads[0].join();
      threads[1].join();
    }

    assertThat(content.fetched).hasValue(1);
  }

  @Test
  void so_many_files_grow_at_a_time_and_no_more() {
    List<Content> many = IntStream.range(0, 17).mapToObj(i -> new Content(i, 100 + i)).toList();
    List<OutputBytes> sending = many.stream().map(cache::open).toList();

    for (int i = 0; i < many.size(); i++) {
      Cache.read(sending.get(i), 0, 100 + i);
      sending.get(i).close();
    }
    cache.runTasks();

    assertThat(many.stream().filter(each -> cache.fileOf(each).isPresent())).hasSize(16);
    assertThat(cache.fileOf(many.get(16))).isEmpty();
  }

  @Test
  void the_next_chunk_is_fetched_while_one_is_sent() {
    try (OutputBytes bytes = cache.open(content)) {
      Cache.read(bytes, 0, 1);
      cache.runTasks();
      assertThat(content.fetched).hasValue(2);

      Cache.read(bytes, 1, CHUNK + 1);
      assertThat(content.fetched).as("used what was fetched").hasValue(2);
    }
  }

  @Test
  void one_that_ends_early_leaves_no_file_and_no_bytes() {
    try (OutputBytes bytes = cache.open(content)) {
      Cache.read(bytes, 0, CHUNK + 1);
      assertThat(cache.files()).hasSize(1);
      assertThat(cache.fileOf(content)).as("not under its last name").isEmpty();
    }
    cache.runTasks();

    assertThat(cache.files()).isEmpty();
    assertThat(cache.stored.heldBytes()).isZero();
  }

  @Test
  void a_range_beyond_what_has_come_is_read_from_the_database() {
    try (OutputBytes bytes = cache.open(content)) {
      assertThat(Cache.read(bytes, 2 * CHUNK, SIZE))
          .isEqualTo(Arrays.copyOfRange(content.bytes, 2 * CHUNK, SIZE));
    }

    assertThat(content.fetched).hasValue(1);
    assertThat(cache.files()).isEmpty();
  }

  @Test
  void bytes_with_another_digest_are_not_kept() {
    content.sha256 = "0".repeat(64);

    assertThat(cache.download(content)).isEqualTo(content.bytes);

    assertThat(cache.files()).isEmpty();
    assertThat(cache.stored.heldBytes()).isZero();
  }

  @Test
  void the_least_recently_served_goes_first() {
    List<Content> contents = List.of(content, new Content(2, SIZE), new Content(3, SIZE));
    contents.forEach(cache::download);
    cache.download(content);
    Content fourth = new Content(4, SIZE);

    cache.download(fourth);

    assertThat(cache.fileOf(contents.get(1))).isEmpty();
    assertThat(List.of(content, contents.get(2), fourth))
        .allSatisfy(each -> assertThat(cache.fileOf(each)).isPresent());
    assertThat(cache.stored.heldBytes()).isEqualTo(MAX);
  }

  @Test
  void none_that_is_being_sent_is_deleted_for_another() {
    Content second = new Content(2, SIZE);
    Content third = new Content(3, SIZE);
    List.of(content, second, third).forEach(cache::download);
    Content fourth = new Content(4, SIZE);

    List<OutputBytes> sending = Stream.of(content, second, third).map(cache::open).toList();
    assertThat(cache.download(fourth)).isEqualTo(fourth.bytes);
    sending.forEach(OutputBytes::close);

    assertThat(cache.fileOf(fourth)).isEmpty();
    assertThat(cache.stored.heldBytes()).isEqualTo(MAX);
    cache.download(fourth);
    assertThat(cache.fileOf(fourth)).isPresent();
  }

  @Test
  void one_that_a_proxy_was_told_of_stays_for_it_to_open() {
    cache.download(content);
    assertThat(cache.stored.pathForProxy(content.sha256, content.id))
        .isEqualTo(cache.fileOf(content));

    cache.download(new Content(2, MAX - 1));

    assertThat(cache.fileOf(content)).isPresent();
  }

  @Test
  void what_is_larger_than_the_cache_is_not_kept() {
    cache.download(content);
    Content large = new Content(2, MAX + 1);

    assertThat(cache.download(large)).isEqualTo(large.bytes);

    assertThat(cache.files()).hasSize(1);
    assertThat(cache.fileOf(content)).as("not deleted in vain").isPresent();
  }

  @Test
  void a_cache_of_0_bytes_keeps_nothing() {
    Cache off = new Cache(parent.resolve("off"), 0);

    assertThat(off.download(content)).isEqualTo(content.bytes);
    assertThat(off.files()).isEmpty();
    off.directory.close();
  }

  @Test
  void a_file_that_somebody_has_changed_is_not_served() throws IOException {
    cache.download(content);
    Path file = cache.fileOf(content).orElseThrow();
    byte[] other = content.bytes.clone();
    other[CHUNK] ^= 1;
    Files.write(file, other);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));

    assertThat(cache.download(content)).isEqualTo(content.bytes);
    assertThat(content.fetched).hasValue(6);
    assertThat(Files.readAllBytes(file)).as("made anew").isEqualTo(content.bytes);
    assertThat(cache.stored.heldBytes()).isEqualTo(SIZE);
  }

  @Test
  void a_file_that_is_cut_while_it_is_sent_is_gone_on_with_from_the_database() throws IOException {
    cache.download(content);

    try (OutputBytes bytes = cache.open(content)) {
      assertThat(Cache.read(bytes, 0, CHUNK))
          .isEqualTo(Arrays.copyOfRange(content.bytes, 0, CHUNK));
      Files.newByteChannel(cache.fileOf(content).orElseThrow(), StandardOpenOption.WRITE)
          .truncate(CHUNK)
          .close();
      assertThat(Cache.read(bytes, CHUNK, SIZE))
          .isEqualTo(Arrays.copyOfRange(content.bytes, CHUNK, SIZE));
    }

    assertThat(cache.files()).isEmpty();
    assertThat(cache.stored.heldBytes()).isZero();
  }

  @Test
  void a_download_goes_on_when_there_is_no_more_room() {
    Content second = new Content(2, MAX);
    try (OutputBytes other = cache.open(content)) {
      Cache.read(other, 0, SIZE);

      assertThat(cache.download(second)).isEqualTo(second.bytes);
      assertThat(cache.stored.heldBytes()).isLessThanOrEqualTo(MAX);
    }
    cache.runTasks();

    assertThat(cache.fileOf(content)).isPresent();
    assertThat(cache.fileOf(second)).isEmpty();
    assertThat(cache.stored.heldBytes()).isEqualTo(SIZE);
  }

  @Test
  void a_file_that_cannot_be_written_is_given_up() throws IOException {
    GrowingFile file = new GrowingFile(parent.resolve("x"), content.chunks(), bytes -> true);
    file.close();

    assertThat(file.read(0, ByteBuffer.allocate(1))).isNull();
    assertThat(file.hasFailed()).isTrue();
    assertThat(file.wantsVerifying()).isFalse();
  }

  @Test
  void one_that_the_first_download_still_reads_is_not_deleted_for_another() {
    Content second = new Content(2, MAX);
    try (OutputBytes bytes = cache.open(content)) {
      Cache.read(bytes, 0, SIZE);
      cache.runTasks();
      assertThat(cache.fileOf(content)).isPresent();

      cache.download(second);
      assertThat(cache.fileOf(content)).isPresent();
    }

    cache.download(second);
    assertThat(cache.fileOf(content)).isEmpty();
    assertThat(cache.fileOf(second)).isPresent();
  }

  @Test
  void a_directory_that_has_gone_costs_the_files_alone() throws IOException {
    cache.download(content);
    for (Path file : cache.files()) {
      Files.delete(file);
    }
    Files.delete(home().resolve("lock"));
    Files.delete(home());

    assertThat(cache.download(content)).isEqualTo(content.bytes);
    assertThat(cache.stored.heldBytes()).isZero();
  }

  @Test
  void the_file_of_a_deleted_output_is_deleted_and_a_download_of_it_goes_on() {
    cache.download(content);
    Content other = new Content(2, SIZE);
    cache.download(other);

    try (OutputBytes bytes = cache.open(content)) {
      cache.stored.retain(cache.stored.contents(), Set.of(other.id));

      assertThat(cache.fileOf(content)).isEmpty();
      assertThat(cache.stored.heldBytes()).as("the disk has it still").isEqualTo(2 * SIZE);
      assertThat(Cache.read(bytes, 0, SIZE)).isEqualTo(content.bytes);
    }

    assertThat(cache.fileOf(other)).isPresent();
    assertThat(cache.stored.heldBytes()).isEqualTo(SIZE);
  }

  @Test
  void an_output_that_is_deleted_during_the_first_download_breaks_off() {
    try (OutputBytes bytes = cache.open(content)) {
      Cache.read(bytes, 0, 1);
      content.deleted = true;

      assertThatThrownBy(() -> Cache.read(bytes, 1, SIZE)).isInstanceOf(UncheckedIOException.class);
    }
    cache.runTasks();

    assertThat(cache.files()).isEmpty();
  }

  @Test
  void only_the_owner_reads_the_files() throws IOException {
    cache.download(content);

    assertThat(Files.getPosixFilePermissions(cache.fileOf(content).orElseThrow()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(home()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void a_second_cache_in_the_same_directory_leaves_the_first_alone() {
    cache.download(content);
    Cache second = new Cache(parent, MAX);
    second.download(new Content(2, SIZE));
    second.directory.close();

    cache.download(content);

    assertThat(content.fetched).hasValue(3);
    assertThat(cache.files()).hasSize(1);
  }

  private Path home() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent)) {
      return found.iterator().next();
    }
  }
}
