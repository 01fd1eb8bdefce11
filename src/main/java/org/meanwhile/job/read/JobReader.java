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
 * Jobs as those see them who only look. Looks that come at the same time share one statement: what
 * a poll costs falls as polls become more.
 *
 * <p>Each look reads what is committed by then; nothing is remembered from one to the next. Not to
 * be called inside a container transaction.
 */
@ApplicationScoped
public class JobReader {
  /** Two, so that one share is read while another is gathered. */
  private static final int LEADERS = 2;

  private static final int MOST = 200;

  /** So many ids PostgreSQL supposes in an array that it does not know yet. */
  private static final int SUPPOSED = 10;

  private final Coalescer<JobId, Optional<JobView>> looks =
      new Coalescer<>(LEADERS, id -> 1, MOST, this::find);
  private Database database;

  /** For the container's proxy. */
  protected JobReader() {}

  /** Views of the given database. */
  @Inject
  public JobReader(Database database) {
    this.database = database;
  }

  /** A job and its output; empty when there is none, or its record is over. */
  public Optional<JobView> find(JobId id) {
    return looks.ask(id);
  }

  /** The same for many, in their order. */
  public List<Optional<JobView>> find(List<JobId> ids) {
    Map<UUID, JobView> found = database.read(c -> find(c, ids));
    return ids.stream().map(id -> Optional.ofNullable(found.get(id.value()))).toList();
  }

  /**
   * With an id that is named again and again where there are few: with fewer than it supposes,
   * PostgreSQL would make a plan of its own for each statement, which costs more than to follow it.
   */
  public static Map<UUID, JobView> find(Connection c, List<JobId> asked) throws SQLException {
    List<JobId> ids = new ArrayList<>(asked);
    while (!ids.isEmpty() && ids.size() < SUPPOSED) {
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
