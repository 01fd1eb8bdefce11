package org.meanwhile.job.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;

/** Reads the members of a group in the order given. Safe for many threads. */
@ApplicationScoped
public class Members {
  private Database database;

  /** For the container's proxy. */
  protected Members() {}

  @Inject
  public Members(Database database) {
    this.database = database;
  }

  /**
   * A member as the output of its group shows it.
   *
   * @param output empty when there is none, or none any more
   */
  public record Member(
      JobId id,
      int position,
      JobStatus status,
      Optional<MemberOutput> output,
      Optional<JobError> error) {

    private static Member of(ResultSet row) throws SQLException {
      String sha256 = row.getString("sha256");
      boolean gone =
          row.getBoolean("expired")
              || row.getObject("deleted_at") != null
              || row.getObject("removed_at") != null;
      String code = row.getString("error_code");
      return new Member(
          new JobId(Rows.uuid(row, "id")),
          row.getInt("group_position"),
          JobStatus.valueOf(row.getString("status")),
          sha256 == null || gone
              ? Optional.empty()
              : Optional.of(new MemberOutput(row.getLong("size_bytes"), sha256)),
          code == null
              ? Optional.empty()
              : Optional.of(
                  new JobError(
                      row.getInt("error_status"),
                      code,
                      row.getString("error_message"),
                      Optional.ofNullable(Rows.uuid(row, "error_job")).map(JobId::new))));
    }
  }

  /** What a member has made. */
  public record MemberOutput(long sizeBytes, String sha256) {}

  /**
   * Reads a page of members.
   *
   * @param behind the page begins behind this place; -1 for the first
   */
  public List<Member> behind(int behind, JobId group, int max) {
    return database.read(
        c -> Rows.query(c, GroupSql.MANIFEST, Member::of, group.value(), behind, max));
  }

  /** The root of the server as the creating request used it. */
  public String base(JobId group) {
    return database
        .read(c -> Rows.query(c, GroupSql.BASE, row -> row.getString(1), group.value()))
        .get(0);
  }
}
