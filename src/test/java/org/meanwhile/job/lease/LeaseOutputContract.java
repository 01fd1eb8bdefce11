package org.meanwhile.job.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.job.Stores;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.lease.LeaseEnds.Outcome;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.Sha256;

/** Outputs that workers send, at once or in parts. */
public interface LeaseOutputContract {
  int LONG = 3 * ContentStore.CHUNK_BYTES / 2;

  Stores stores();

  private LeasedJobs workers() {
    return new LeasedJobs(stores()).open();
  }

  private LeaseOutputs.Upload begin(String token, boolean readable) {
    return stores()
        .leaseOutputs
        .begin(workers().used(token), "text/plain", "out.txt", readable, Long.MAX_VALUE)
        .orElseThrow();
  }

  private Optional<LeaseOutputs.Upload> append(String token, long offset) {
    return stores().leaseOutputs.append(workers().used(token), offset, Long.MAX_VALUE);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void send(LeaseOutputs.Upload upload, byte[] bytes) throws IOException {
    new ByteArrayInputStream(bytes)
        .transferTo(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                upload.write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] from, int start, int length) throws IOException {
                upload.write(from, start, length);
              }
            });
  }

  /** Ends the lease as a worker does: computes the digest of an output that came in parts. */
  private Outcome end(String token) {
    Outcome outcome = workers().succeed(token).outcome();
    if (outcome == Outcome.OUTPUT_NOT_READY && workers().used(token).outputIsWhole()) {
      stores().leaseOutputs.digest(workers().used(token), () -> {});
      return workers().succeed(token).outcome();
    }
    return outcome;
  }

  private byte[] output(JobId job) throws IOException {
    JobView view = stores().jobs.find(job, Scope.everyone()).orElseThrow();
    assertThat(view.job().status()).isEqualTo(JobStatus.SUCCEEDED);
    Output output = view.output().orElseThrow();
    byte[] bytes =
        output.contentId().isEmpty()
            ? stores().contents.readInline(job)
            : stores()
                .contents
                .read(output.contentId().get(), output.sizeBytes(), 0, RetryPolicy.NONE)
                .readAllBytes();
    assertThat(output.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(bytes)));
    assertThat(output.sizeBytes()).isEqualTo(bytes.length);
    return bytes;
  }

  @Test
  default void an_output_of_any_length_is_kept_with_the_end() throws IOException {
    for (int length : List.of(0, 1, 8192, 8193, ContentStore.CHUNK_BYTES, LONG)) {
      String token = workers().leased();
      JobId job = workers().used(token).lease().job();
      byte[] sent = bytes(length, length);
      LeaseOutputs.Upload upload = begin(token, false);
      send(upload, sent);
      assertThat(upload.complete(Optional.of(upload.sha256()))).isTrue();

      assertThat(end(token)).isEqualTo(Outcome.STORED);

      assertThat(output(job)).isEqualTo(sent);
    }
  }

  @Test
  default void parts_are_put_together_with_one_digest() throws IOException {
    String token = workers().leased();
    JobId job = workers().used(token).lease().job();
    byte[] all = bytes(LONG, 1);
    LeaseOutputs.Upload first = begin(token, false);
    send(first, Arrays.copyOf(all, 1000));
    first.complete(Optional.empty());
    int done = 1000;
    for (int part : List.of(1, 70_000, LONG - 71_001)) {
      LeaseOutputs.Upload next = append(token, done).orElseThrow();
      send(next, Arrays.copyOfRange(all, done, done + part));
      assertThat(next.complete(Optional.empty())).isTrue();
      done += part;
    }

    assertThat(stores().leaseOutputs.offset(workers().used(token))).isEqualTo(LONG);
    assertThat(end(token)).isEqualTo(Outcome.STORED);
    assertThat(output(job)).isEqualTo(all);
  }

  @Test
  default void a_part_at_another_offset_is_refused_and_changes_nothing() throws IOException {
    String token = workers().leased();
    LeaseOutputs.Upload first = begin(token, false);
    send(first, bytes(10, 1));
    first.complete(Optional.empty());

    assertThat(append(token, 9)).isEmpty();
    assertThat(append(token, 11)).isEmpty();

    assertThat(stores().leaseOutputs.offset(workers().used(token))).isEqualTo(10);
    assertThat(end(token)).isEqualTo(Outcome.STORED);
  }

  @Test
  default void an_upload_that_broke_off_keeps_the_lease_from_a_success_until_it_goes_on()
      throws IOException {
    String token = workers().leased();
    JobId job = workers().used(token).lease().job();
    byte[] all = bytes(LONG, 2);
    LeaseOutputs.Upload first = begin(token, false);
    send(first, Arrays.copyOf(all, 600_000));
    first.breakOff();

    assertThat(end(token)).isEqualTo(Outcome.OUTPUT_NOT_READY);
    assertThat(stores().leaseOutputs.offset(workers().used(token))).isEqualTo(600_000);

    LeaseOutputs.Upload next = append(token, 600_000).orElseThrow();
    send(next, Arrays.copyOfRange(all, 600_000, LONG));
    assertThat(next.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(all)));
    next.complete(Optional.empty());
    assertThat(end(token)).isEqualTo(Outcome.STORED);
    assertThat(output(job)).isEqualTo(all);
  }

  @Test
  default void of_two_that_send_the_later_one_has_taken_over() throws IOException {
    String token = workers().leased();
    JobId job = workers().used(token).lease().job();
    LeaseOutputs.Upload first = begin(token, false);
    send(first, bytes(10, 1));
    first.complete(Optional.empty());
    LeaseOutputs.Upload slow = append(token, 10).orElseThrow();
    send(slow, bytes(5, 2));

    LeaseOutputs.Upload quick = append(token, 10).orElseThrow();
    send(quick, bytes(7, 3));
    quick.complete(Optional.empty());

    assertThatThrownBy(() -> slow.complete(Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stores().leaseOutputs.offset(workers().used(token))).isEqualTo(17);
    end(token);
    assertThat(output(job)).hasSize(17).endsWith(bytes(7, 3));
  }

  @Test
  default void an_output_that_replaces_another_is_all_that_is_kept() throws IOException {
    String token = workers().leased();
    JobId job = workers().used(token).lease().job();
    LeaseOutputs.Upload first = begin(token, true);
    send(first, bytes(LONG, 1));
    first.complete(Optional.of(first.sha256()));
    LeaseOutputs.Upload second = begin(token, true);
    assertThatThrownBy(() -> send(first, bytes(LONG, 9))).isInstanceOf(IllegalStateException.class);
    send(second, bytes(20, 2));
    second.complete(Optional.of(second.sha256()));

    assertThat(end(token)).isEqualTo(Outcome.STORED);
    assertThat(output(job)).isEqualTo(bytes(20, 2));
  }

  @Test
  default void a_refused_output_has_to_be_sent_again() throws IOException {
    String token = workers().leased();
    LeaseOutputs.Upload upload = begin(token, false);
    send(upload, bytes(10, 1));
    upload.refuse();

    assertThat(stores().leaseOutputs.offset(workers().used(token))).isZero();
    assertThat(end(token)).isEqualTo(Outcome.OUTPUT_NOT_READY);
    LeaseOutputs.Upload again = begin(token, false);
    again.complete(Optional.of(again.sha256()));
    assertThat(end(token)).isEqualTo(Outcome.STORED);
  }

  @Test
  default void what_was_sent_under_a_lease_that_is_lost_is_deleted() throws IOException {
    String token = workers().leased();
    LeaseOutputs.Upload upload = begin(token, false);
    send(upload, bytes(LONG, 1));
    upload.complete(Optional.of(upload.sha256()));
    workers().handBack(token);

    assertThat(upload.complete(Optional.empty())).isFalse();
    stores().cleaner.purge(100, Duration.ofHours(1));

    assertThat(stores().contentStates()).isEmpty();
    assertThat(stores().count("chunk_tail")).isZero();
  }

  @Test
  default void what_is_sent_to_a_readable_output_is_read_before_the_end() throws IOException {
    String token = workers().leased();
    JobId job = workers().used(token).lease().job();
    LeaseOutputs.Upload upload = begin(token, true);
    send(upload, bytes(LONG, 1));
    upload.publish();

    assertThat(stores().contents.partial(List.of(job)))
        .extracting(partial -> partial.sizeBytes())
        .containsExactly((long) LONG);
    begin(token, true);
    assertThat(stores().contents.partial(List.of(job))).isEmpty();
  }
}
