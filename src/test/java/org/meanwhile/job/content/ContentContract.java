package org.meanwhile.job.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.RunResult;

/** The life of a content: staged, then kept or doomed, then deleted. */
public interface ContentContract {
  Duration IDLE = Duration.ofMinutes(30);

  Stores stores();

  @Test
  default void content_is_read_as_it_was_written_from_any_byte() throws IOException {
    byte[] bytes = new byte[2 * ChunkStore.CHUNK_BYTES + 17];
    ThreadLocalRandom.current().nextBytes(bytes);
    StoredContent content = stores().upload(bytes).content();

    assertThat(content.sizeBytes()).isEqualTo(bytes.length);
    assertThat(stores().read(content)).isEqualTo(bytes);
    int from = ChunkStore.CHUNK_BYTES - 3;
    try (InputStream in =
        stores().contents.read(content.id(), bytes.length, from, RetryPolicy.NONE)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length));
    }
  }

  @Test
  default void a_chunk_may_be_stored_again_when_the_answer_was_lost() throws IOException {
    UUID content = UUID.randomUUID();
    byte[] first = new byte[ChunkStore.CHUNK_BYTES];
    byte[] second = {1, 2, 3};
    for (int time = 0; time < 2; time++) {
      stores().chunks.append(content, null, 0, first);
    }
    for (int time = 0; time < 2; time++) {
      stores().chunks.append(content, null, 1, second);
    }

    long size = first.length + second.length;
    try (InputStream in = stores().contents.read(content, size, first.length, RetryPolicy.NONE)) {
      assertThat(in.readAllBytes()).isEqualTo(second);
    }
  }

  @Test
  default void a_file_is_kept_with_its_job_and_for_one_job_alone() {
    StagedFile file = stores().upload(new byte[3]);
    JobId job = stores().jobs.store(Order.any().with(file));

    assertThat(stores().state(file.content().id())).contains("KEPT");
    assertThatThrownBy(() -> stores().jobs.store(Order.any().with(file)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stores().rows()).extracting(JobRow::id).containsExactly(job.value());
  }

  @Test
  default void a_discarded_file_cannot_become_part_of_a_job() {
    StagedFile file = stores().upload(new byte[3]);
    stores().chunks.discard(file.content().id());

    assertThatThrownBy(() -> stores().jobs.store(Order.any().with(file)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stores().rows()).isEmpty();
    assertThat(stores().state(file.content().id())).contains("DOOMED");
  }

  @Test
  default void a_file_that_belongs_to_a_job_cannot_be_discarded() {
    UUID kept = kept();

    stores().chunks.discard(kept);

    assertThat(stores().state(kept)).contains("KEPT");
  }

  @Test
  default void only_idle_uploads_are_deleted() {
    UUID idle = stores().upload(new byte[3]).content().id();
    UUID kept = kept();
    stores().pass(IDLE.plusMinutes(1));
    UUID fresh = stores().upload(new byte[3]).content().id();

    stores().cleaner.purge(10, IDLE);

    assertThat(stores().state(idle)).isEmpty();
    assertThat(stores().state(kept)).contains("KEPT");
    assertThat(stores().state(fresh)).contains("STAGED");
    assertThat(stores().count("chunk")).isEqualTo(2);
  }

  private UUID kept() {
    StagedFile file = stores().upload(new byte[3]);
    stores().jobs.store(Order.any().with(file));
    return file.content().id();
  }

  @Test
  default void every_chunk_that_comes_keeps_its_upload_alive() {
    UUID upload = UUID.randomUUID();
    stores().chunks.append(upload, null, 0, new byte[1]);
    stores().pass(Duration.ofMinutes(20));
    stores().chunks.append(upload, null, 1, new byte[1]);
    stores().pass(Duration.ofMinutes(20));

    stores().cleaner.purge(10, IDLE);

    assertThat(stores().state(upload)).contains("STAGED");
    assertThat(stores().count("chunk")).isEqualTo(2);
  }

  @Test
  default void an_upload_cannot_be_continued_after_it_was_discarded() {
    UUID upload = UUID.randomUUID();
    stores().chunks.append(upload, null, 0, new byte[1]);
    stores().chunks.discard(upload);

    assertThatThrownBy(() -> stores().chunks.append(upload, null, 1, new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    stores().cleaner.purge(10, IDLE);
    assertThatThrownBy(() -> stores().chunks.append(upload, null, 1, new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stores().count("chunk")).isZero();
  }

  @Test
  default void an_output_cannot_be_continued_after_it_was_discarded() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease lost = stores().claimOne(node);
    UUID output = UUID.randomUUID();
    stores().chunks.append(output, lost, 0, new byte[1]);
    stores().crash(node);
    stores().cleaner.purge(10, IDLE);

    assertThatThrownBy(() -> stores().chunks.append(output, lost, 1, new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stores().count("chunk")).as("chunks that nothing would ever delete").isZero();
  }

  @Test
  default void only_outputs_of_runs_that_are_over_are_deleted() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease over = stores().claimOne(node);
    UUID left = stores().output(over, new byte[100_000]).id();
    stores().complete(over, new RunResult.TryAgain(Duration.ZERO, new JobError(500, "x", "x")));
    stores().scheduler.promote(1);
    Lease running = stores().claimOne(node);
    UUID coming = stores().output(running, new byte[100_000]).id();
    stores().pass(IDLE.multipliedBy(9));

    stores().cleaner.purge(10, IDLE);

    assertThat(stores().state(left)).isEmpty();
    assertThat(stores().state(coming)).contains("STAGED");
    stores().complete(running, new RunResult.Failed(new JobError(500, "x", "x")));
    stores().cleaner.purge(10, IDLE);
    assertThat(stores().count("content")).isZero();
    assertThat(stores().count("chunk")).isZero();
  }

  @Test
  default void an_output_that_is_being_kept_is_not_discarded() throws Exception {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult.Succeeded success = stores().success(lease, new byte[100_000]);

    var finish = Race.first(stores().db, () -> stores().complete(lease, success));
    var purge = finish.second(() -> purge(stores()));
    assertThat(finish.commit()).contains(JobStatus.SUCCEEDED);
    Race.get(purge);

    assertThat(stores().state(success.content().id())).contains("KEPT");
    assertThat(stores().read(success.content())).hasSize(100_000);
  }

  @Test
  default void an_upload_that_is_being_kept_is_not_deleted_however_old() throws Exception {
    StagedFile file = stores().upload(new byte[3]);
    stores().pass(IDLE.plusMinutes(1));

    var store = Race.first(stores().db, () -> stores().jobs.store(Order.any().with(file)));
    var purge = store.second(() -> purge(stores()));
    store.commit();
    Race.get(purge);

    assertThat(stores().state(file.content().id())).contains("KEPT");
    assertThat(stores().read(file.content())).hasSize(3);
  }

  private static boolean purge(Stores stores) {
    stores.cleaner.purge(10, IDLE);
    return true;
  }

  @Test
  default void reading_deleted_content_fails() throws IOException {
    StoredContent content = stores().upload(new byte[2 * ChunkStore.CHUNK_BYTES]).content();
    try (InputStream in =
        stores().contents.read(content.id(), content.sizeBytes(), 0, RetryPolicy.NONE)) {
      assertThat(in.readNBytes(ChunkStore.CHUNK_BYTES)).hasSize(ChunkStore.CHUNK_BYTES);
      stores().chunks.discard(content.id());
      stores().cleaner.purge(10, IDLE);

      assertThatThrownBy(in::read).isInstanceOf(EOFException.class);
    }
  }
}
