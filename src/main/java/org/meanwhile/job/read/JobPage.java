package org.meanwhile.job.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.JobView;
import org.meanwhile.job.StatusCounts;
import org.meanwhile.platform.Sha256;

/**
 * A page of a list.
 *
 * @param items in the order of the list
 * @param next behind which place the next page begins; empty when this is the last one
 * @param searched whether the search for this page has ended before it was full; see {@link
 *     JobQuery#MAX_SEARCHED}
 * @param counts of the whole list, where they were asked for
 */
public record JobPage(
    List<JobView> items,
    Optional<JobQuery.Position> next,
    boolean searched,
    Optional<StatusCounts> counts) {
  private static final int VERSION_BYTES = 12;

  /** The parts of a job that give the page another version; estimates are not among them. */
  record Mark(UUID id, long version, boolean expired) {
    static final int BYTES = 25;
  }

  /**
   * Differs from the version of another page when a job, any part of a job but its estimates, the
   * existence of a next page, or a count differs.
   */
  public String version() {
    return version(
        items.stream()
            .map(view -> new Mark(view.job().id().value(), view.job().version(), view.expired()))
            .toList(),
        next.isPresent(),
        counts);
  }

  static String version(List<Mark> marks, boolean more, Optional<StatusCounts> counts) {
    byte[] counted =
        counts.map(StatusCounts::toString).orElse("").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all = ByteBuffer.allocate(Mark.BYTES * marks.size() + 1 + counted.length);
    for (Mark mark : marks) {
      all.putLong(mark.id().getMostSignificantBits())
          .putLong(mark.id().getLeastSignificantBits())
          .putLong(mark.version())
          .put((byte) (mark.expired() ? 1 : 0));
    }
    all.put((byte) (more ? 1 : 0)).put(counted);
    byte[] digest = Sha256.digest().digest(all.array());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, VERSION_BYTES));
  }
}
