package org.meanwhile.job.group;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.job.reuse.SharedRuns;

/**
 * Cancels members of a group that have not ended, a page in one transaction, as their caller would
 * cancel each.
 *
 * @param found how many were found; fewer than a page when there are no more
 * @param last the place of the last one
 * @param ended those that had waited, or whose runs go on for others
 * @param asked those that run, whose nodes are asked to stop them
 */
record MemberCancels(int found, int last, List<JobEnded> ended, List<JobId> asked) {
  private record Member(
      UUID id, int position, JobStatus status, String caller, String operation, boolean callback) {

    static Member of(ResultSet row) throws SQLException {
      return new Member(
          Rows.uuid(row, "id"),
          row.getInt("group_position"),
          JobStatus.valueOf(row.getString("status")),
          row.getString("caller"),
          row.getString("operation"),
          row.getBoolean("callback"));
    }

    boolean runs() {
      return status == JobStatus.RUNNING;
    }

    JobEnded canceled(long sinceNanos) {
      return new JobEnded(
          new JobId(id), caller, operation, JobStatus.CANCELED, !runs(), sinceNanos);
    }
  }

  /**
   * @param behind the page begins behind this place; -1 for the first
   */
  static MemberCancels page(Connection c, UUID group, int behind, int size) throws SQLException {
    long sinceNanos = System.nanoTime();
    List<Member> page = Rows.query(c, GroupSql.UNFINISHED_LOCK, Member::of, group, behind, size);
    Set<UUID> left =
        SharedRuns.leave(c, page.stream().filter(Member::runs).map(Member::id).toList());
    List<JobEnded> ended = new ArrayList<>();
    List<UUID> waiting = new ArrayList<>();
    List<UUID> delivered = new ArrayList<>();
    List<JobId> running = new ArrayList<>();
    int last = behind;
    for (Member member : page) {
      last = member.position();
      if (member.runs() && !left.contains(member.id())) {
        running.add(new JobId(member.id()));
        continue;
      }
      if (!member.runs()) {
        waiting.add(member.id());
      }
      ended.add(member.canceled(sinceNanos));
      if (member.callback()) {
        delivered.add(member.id());
      }
    }
    update(c, GroupSql.CANCEL_WAITING, waiting);
    update(c, GroupSql.CANCEL_RUNNING, running.stream().map(JobId::value).toList());
    Deliveries.insert(c, delivered);
    return new MemberCancels(page.size(), last, ended, running);
  }

  private static void update(Connection c, String sql, List<UUID> jobs) throws SQLException {
    if (!jobs.isEmpty()) {
      Rows.update(c, sql, new Columns<>(c, jobs).uuids(job -> job));
    }
  }
}
