package org.meanwhile.job.read;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;

/**
 * What has become of jobs since somebody saw them: for those who follow many at a time.
 *
 * <p>Not to be called inside a container transaction.
 */
@ApplicationScoped
public class ChangeReader {
  private static final int PAGE = 200;

  @Inject private PollReader polls;

  /** A job as it was last seen. */
  public record Seen(JobId id, long version) {}

  /**
   * Those that may be other by now, or have no record any more; asked with one statement. With a
   * replica this is how the replica has them: what it does not know yet is among them as well, and
   * {@link #find} tells.
   */
  public List<JobId> among(List<Seen> seen) {
    return polls.read(c -> among(c, seen));
  }

  static List<JobId> among(Connection c, List<Seen> seen) throws SQLException {
    Columns<Seen> columns = new Columns<>(c, seen);
    return Rows.query(
        c,
        ReadSql.CHANGED,
        row -> new JobId(Rows.uuid(row, 1)),
        columns.uuids(job -> job.id().value()),
        columns.longs(Seen::version));
  }

  /** These jobs in their order, as a poll sees them: see {@link PollReader}. */
  public List<Optional<JobView>> find(List<JobId> ids) {
    List<Optional<JobView>> found = new ArrayList<>(ids.size());
    for (List<JobId> page : pages(ids)) {
      found.addAll(polls.find(page));
    }
    return found;
  }

  /** These jobs in their order, as they are where they are written. */
  public List<Optional<JobView>> findLatest(List<JobId> ids) {
    List<Optional<JobView>> found = new ArrayList<>(ids.size());
    for (List<JobId> page : pages(ids)) {
      found.addAll(polls.findLatest(page));
    }
    return found;
  }

  private static List<List<JobId>> pages(List<JobId> ids) {
    List<List<JobId>> pages = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += PAGE) {
      pages.add(ids.subList(from, Math.min(ids.size(), from + PAGE)));
    }
    return pages;
  }
}
