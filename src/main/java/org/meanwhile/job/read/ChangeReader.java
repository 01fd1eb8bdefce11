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
 * Finds out which of many watched jobs have changed: one statement compares their versions, and
 * only the changed jobs are read.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class ChangeReader {
  private static final int PAGE = 200;

  @Inject private PollReader polls;

  /** A job and the version of it that the watcher knows. */
  public record Seen(JobId id, long version) {}

  /**
   * Returns the jobs that may have another version by now, or have no record any more. With a
   * replica, jobs that the replica does not know yet are among them: {@link #find} tells.
   */
  public List<JobId> changed(List<Seen> seen) {
    return polls.read(c -> changed(c, seen));
  }

  static List<JobId> changed(Connection c, List<Seen> seen) throws SQLException {
    Columns<Seen> columns = new Columns<>(c, seen);
    return Rows.query(
        c,
        ReadSql.CHANGED,
        row -> new JobId(Rows.uuid(row, 1)),
        columns.uuids(job -> job.id().value()),
        columns.longs(Seen::version));
  }

  /** Reads jobs as a poll does (see {@link PollReader}), in the order of the ids. */
  public List<Optional<JobView>> find(List<JobId> ids) {
    List<Optional<JobView>> found = new ArrayList<>(ids.size());
    for (List<JobId> page : pages(ids)) {
      found.addAll(polls.find(page));
    }
    return found;
  }

  /** Reads jobs from the primary, in the order of the ids. */
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
