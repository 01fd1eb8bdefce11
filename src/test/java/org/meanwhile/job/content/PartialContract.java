package org.meanwhile.job.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.RunResult;

/** An output that is read while it is written. */
public interface PartialContract {

  Stores stores();

  private Lease running() {
    stores().jobs.store(Order.any());
    return stores().claimOne(stores().node());
  }

  private ContentWriter writer(Lease lease) {
    return stores()
        .contents
        .stageOutput(
            lease,
            Long.MAX_VALUE,
            RetryPolicy.NONE,
            Optional.of(new ChunkStore.Description("text/csv", "a.csv")));
  }

  private Optional<PartialOutput> partial(Lease lease) {
    return stores().contents.partial(List.of(lease.job())).stream().findFirst();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  @Test
  default void what_is_published_can_be_read_piece_by_piece() throws IOException {
    Lease lease = running();
    ContentWriter writer = writer(lease);
    byte[] bytes = random(10);
    assertThat(writer.publish()).isFalse();
    assertThat(partial(lease)).isEmpty();

    writer.write(bytes, 0, 4);
    assertThat(writer.publish()).isTrue();
    assertThat(writer.publish()).isFalse();
    writer.write(bytes, 4, 6);
    assertThat(partial(lease).orElseThrow().sizeBytes()).isEqualTo(4);
    assertThat(writer.publish()).isTrue();

    PartialOutput partial = partial(lease).orElseThrow();
    assertThat(partial.sizeBytes()).isEqualTo(10);
    assertThat(partial.mediaType()).isEqualTo("text/csv");
    assertThat(partial.name()).isEqualTo("a.csv");
    assertThat(partial.claim()).isEqualTo(lease.claim());
    assertThat(stores().contents.tail(partial.content(), 0)).isEqualTo(bytes);
  }

  @Test
  default void a_full_chunk_replaces_its_pieces() throws IOException {
    Lease lease = running();
    ContentWriter writer = writer(lease);
    byte[] bytes = random(ChunkStore.CHUNK_BYTES + 7);
    writer.write(bytes, 0, 100);
    writer.publish();
    writer.write(bytes, 100, bytes.length - 100);
    PartialOutput unpublished = partial(lease).orElseThrow();
    assertThat(unpublished.sizeBytes()).isEqualTo(ChunkStore.CHUNK_BYTES);
    assertThat(stores().contents.tail(unpublished.content(), 0)).isEmpty();
    writer.publish();

    assertThat(partial(lease).orElseThrow().sizeBytes()).isEqualTo(bytes.length);
    StoredContent content = writer.finish();
    assertThat(stores().count("chunk_tail")).isZero();
    stores().complete(lease, new RunResult.Succeeded(content, "text/csv", "a.csv"));
    assertThat(stores().read(content)).isEqualTo(bytes);
    assertThat(partial(lease)).isEmpty();
  }

  @Test
  default void a_short_output_that_was_published_is_whole() throws IOException {
    Lease lease = running();
    ContentWriter writer = writer(lease);
    byte[] bytes = random(5);
    writer.write(bytes);
    writer.publish();
    StoredContent content = writer.finish();
    stores().complete(lease, new RunResult.Succeeded(content, "text/csv", "a.csv"));

    assertThat(stores().read(content)).isEqualTo(Arrays.copyOf(bytes, 5));
  }

  @Test
  default void another_run_begins_anew_and_the_first_one_is_deleted() throws IOException {
    Lease lease = running();
    ContentWriter writer = writer(lease);
    writer.write(random(5));
    writer.publish();
    stores().crash(lease.node());
    assertThat(partial(lease)).isEmpty();

    Lease second = stores().claimOne(stores().node());
    ContentWriter again = writer(second);
    again.write(random(3));
    again.publish();

    assertThat(partial(second).orElseThrow().sizeBytes()).isEqualTo(3);
    assertThat(partial(second).orElseThrow().claim()).isEqualTo(second.claim());
    stores().cleaner.purge(10, Duration.ofMinutes(30));
    assertThat(stores().count("chunk_tail")).isEqualTo(1);
  }

  @Test
  default void an_output_without_a_description_is_read_when_it_is_whole() throws IOException {
    Lease lease = running();
    ContentWriter writer = stores().contents.stageOutput(lease, Long.MAX_VALUE, RetryPolicy.NONE);
    writer.write(random(ChunkStore.CHUNK_BYTES + 1));

    assertThat(writer.publish()).isFalse();
    assertThat(partial(lease)).isEmpty();
  }
}
