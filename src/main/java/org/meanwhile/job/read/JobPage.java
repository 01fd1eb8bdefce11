package org.meanwhile.job.read;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.Sha256;

/**
 * A page of a list.
 *
 * @param items the newest first
 * @param full whether there is a next page because this one is full
 * @param searchedUntil behind which job the next page begins, when the search for this one has
 *     ended before it was full; see {@link JobQuery#MAX_SEARCHED}
 */
public record JobPage(
    List<JobView> items, boolean full, Optional<JobQuery.Position> searchedUntil) {
  private static final int VERSION_BYTES = 12;

  /** The parts of a job that give the page another version; estimates are not among them. */
  record Mark(UUID id, long version, boolean expired) {
    static final int BYTES = 25;
  }

  /** Where the next page begins; empty when this is the last one. */
  public Optional<JobQuery.Position> next() {
    if (!full) {
      return searchedUntil;
    }
    Job last = items.get(items.size() - 1).job();
    return Optional.of(new JobQuery.Position(last.createdAt(), last.id().value()));
  }

  /**
   * Differs from the version of another page when a job, any part of a job but its estimates, or
   * the existence of a next page differs.
   */
  public String version() {
    return version(
        items.stream()
            .map(view -> new Mark(view.job().id().value(), view.job().version(), view.expired()))
            .toList(),
        next().isPresent());
  }

  static String version(List<Mark> marks, boolean more) {
    ByteBuffer all = ByteBuffer.allocate(Mark.BYTES * marks.size() + 1);
    for (Mark mark : marks) {
      all.putLong(mark.id().getMostSignificantBits())
          .putLong(mark.id().getLeastSignificantBits())
          .putLong(mark.version())
          .put((byte) (mark.expired() ? 1 : 0));
    }
    all.put((byte) (more ? 1 : 0));
    byte[] digest = Sha256.digest().digest(all.array());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, VERSION_BYTES));
  }
}
