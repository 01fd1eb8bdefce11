package org.meanwhile.job.read;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;

/**
 * Reads jobs from the primary for display. Calls that come at the same time share one statement, so
 * the cost of a poll falls as polls become more.
 *
 * <p>Each call reads what is committed by then; nothing is cached. Not to be called inside a
 * container transaction. Safe for many threads.
 */
@ApplicationScoped
public class JobReader {
  /** Two, so that one batch is read while another is gathered. */
  private static final int LEADERS = 2;

  private static final int MAX_BATCH = 200;

  /** PostgreSQL plans an array parameter of unknown length as 10 elements. */
  private static final int PLANNED_LENGTH = 10;

  private final Coalescer<JobId, Optional<JobView>> reads =
      new Coalescer<>(LEADERS, id -> 1, MAX_BATCH, this::find);
  private Database looks;

  /** For the container's proxy. */
  protected JobReader() {}

  @Inject
  public JobReader(Database database) {
    this.looks = database.within(Database.LOOK_LIMIT);
  }

  /** Empty when there is no such job, or its record has expired. */
  public Optional<JobView> find(JobId id) {
    return reads.ask(id);
  }

  /** Reads several jobs with one statement, in the order of the ids. */
  public List<Optional<JobView>> find(List<JobId> ids) {
    Map<UUID, JobView> found = looks.read(c -> find(c, ids));
    return ids.stream().map(id -> Optional.ofNullable(found.get(id.value()))).toList();
  }

  /**
   * Reads jobs within a transaction; jobs that do not exist are absent from the result.
   *
   * <p>Fills a short list up by repeating its first id: for fewer elements than its generic plan
   * supposes, PostgreSQL plans each statement anew, which costs more than executing it.
   */
  public static Map<UUID, JobView> find(Connection c, List<JobId> jobs) throws SQLException {
    List<JobId> ids = new ArrayList<>(jobs);
    while (!ids.isEmpty() && ids.size() < PLANNED_LENGTH) {
      ids.add(ids.get(0));
    }
    Map<UUID, JobView> found = new HashMap<>();
    Rows.query(
        c,
        ReadSql.VIEWS,
        row -> found.put(Rows.uuid(row, "id"), view(row)),
        new Columns<>(c, ids).uuids(JobId::value));
    return found;
  }

  private static JobView view(ResultSet row) throws SQLException {
    Optional<Output> output =
        row.getString("sha256") == null ? Optional.empty() : Optional.of(new Output(row));
    return new JobView(new Job(row), output, row.getBoolean("expired"));
  }
}
