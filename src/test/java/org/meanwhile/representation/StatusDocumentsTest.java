package org.meanwhile.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.ViewedJob;

/** Since when an output is gone. */
class StatusDocumentsTest {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Instant EXPIRY = ViewedJob.CREATED.plus(LIFE);

  private final JobView kept = ViewedJob.succeeded().expiresAfter(LIFE).view();
  private final JobView expired = ViewedJob.succeeded().expiresAfter(LIFE).expired().view();
  private final Output output =
      new Output(
          kept.job(),
          new StagedFile(
              new StoredContent(UUID.randomUUID(), null, 1, "00"), Optional.empty(), "text/plain"));

  @Test
  void an_output_that_was_deleted_by_itself_is_gone_since_then() {
    assertThat(StatusDocuments.deletedAt(kept, output)).isEmpty();
    Instant before = EXPIRY.minusSeconds(1);
    output.delete(before);

    assertThat(StatusDocuments.deletedAt(kept, output)).contains(before);
    assertThat(StatusDocuments.deletedAt(expired, output)).contains(before);
  }

  @Test
  void an_output_that_expires_is_gone_since_then_before_the_purge_and_after() {
    assertThat(StatusDocuments.deletedAt(expired, output)).contains(EXPIRY);
    output.delete(EXPIRY.plusSeconds(10));

    assertThat(StatusDocuments.deletedAt(expired, output)).contains(EXPIRY);
  }
}
