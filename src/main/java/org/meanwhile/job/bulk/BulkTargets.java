package org.meanwhile.job.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.bulk.BulkTarget.Outcome;
import org.meanwhile.job.bulk.BulkTarget.Refusal;

/**
 * Stores the jobs that a job acts on. They are deleted some time after it has ended, with whatever
 * its lost runs have left.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class BulkTargets {
  private Database database;

  /** For the container's proxy. */
  protected BulkTargets() {}

  @Inject
  public BulkTargets(Database database) {
    this.database = database;
  }

  /** Begins an empty selection of a job, beside those of earlier runs. */
  public UUID begin(JobId bulk) {
    UUID selection = UUID.randomUUID();
    database.transaction(c -> Rows.update(c, BulkSql.SELECTION_INSERT, selection, bulk.value()));
    return selection;
  }

  /**
   * Adds jobs to a selection.
   *
   * @param from the place of the first of them
   */
  public void add(UUID selection, int from, List<JobId> jobs) {
    List<BulkTarget> targets = new ArrayList<>(jobs.size());
    for (JobId job : jobs) {
      targets.add(new BulkTarget(from + targets.size(), job, Optional.empty()));
    }
    database.transaction(
        c -> {
          Columns<BulkTarget> columns = new Columns<>(c, targets);
          return Rows.update(
              c,
              BulkSql.TARGETS_INSERT,
              selection,
              columns.ints(BulkTarget::seq),
              columns.uuids(target -> target.job().value()));
        });
  }

  /**
   * Reads jobs of a selection in their order.
   *
   * @param after behind this place; -1 for the first
   */
  public List<BulkTarget> behind(int after, UUID selection, int limit) {
    return database.read(
        c -> Rows.query(c, BulkSql.TARGETS, BulkTargets::target, selection, after, limit));
  }

  private static BulkTarget target(ResultSet row) throws SQLException {
    BulkTarget target =
        new BulkTarget(row.getInt("seq"), new JobId(Rows.uuid(row, "job_id")), Optional.empty());
    if (!row.getBoolean("done")) {
      return target;
    }
    String code = row.getString("error_code");
    return target.with(
        new Outcome(
            Optional.ofNullable(Rows.uuid(row, "made")).map(JobId::new),
            code == null
                ? Optional.empty()
                : Optional.of(new Refusal(code, row.getString("error_detail")))));
  }

  /** Stores the outcomes of jobs, in one transaction. */
  public void done(UUID selection, List<BulkTarget> targets) {
    database.transaction(
        c -> {
          for (BulkTarget target : targets) {
            Outcome outcome = target.outcome().orElseThrow();
            Rows.update(
                c,
                BulkSql.TARGET_DONE,
                outcome.made().map(JobId::value).orElse(null),
                outcome.error().map(Refusal::code).orElse(null),
                outcome.error().map(Refusal::detail).orElse(null),
                selection,
                target.seq());
          }
          return null;
        });
  }
}
