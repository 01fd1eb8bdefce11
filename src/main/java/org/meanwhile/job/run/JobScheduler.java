package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;

/**
 * Lets scheduled jobs, which wait for their time ({@code startAt}, the back-off of a retry), wait
 * for a slot once they are due.
 *
 * <p>Scheduled jobs stand apart from those that wait for a slot, which costs each of them one more
 * write. Without it every claim passed all of them: with 40,000 scheduled jobs, claiming and
 * listing the waiting callers took a third of two processors.
 */
@ApplicationScoped
public class JobScheduler {
  private Database database;

  /** For the container's proxy. */
  protected JobScheduler() {}

  @Inject
  public JobScheduler(Database database) {
    this.database = database;
  }

  /**
   * Promotes scheduled jobs that are due, the longest due first. Rows that another node has locked
   * are passed over. Not to be called inside a container transaction.
   *
   * @return how many were promoted; {@code max} when there may be more
   */
  public int promote(int max) {
    return database.transaction(
        c -> {
          List<UUID> due = Rows.query(c, RunSql.SCHEDULED_DUE, row -> Rows.uuid(row, 1), max);
          return due.isEmpty()
              ? 0
              : Rows.update(c, RunSql.PROMOTE, new Columns<>(c, due).uuids(id -> id));
        });
  }
}
