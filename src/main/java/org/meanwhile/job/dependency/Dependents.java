package org.meanwhile.job.dependency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.JobId;

/**
 * Finds the jobs that wait for a job, and those that it waits for.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Dependents {
  private Database database;

  /** For the container's proxy. */
  protected Dependents() {}

  @Inject
  public Dependents(Database database) {
    this.database = database;
  }

  /**
   * What a job waits for, or has waited for: all that its request named, in that order; at most
   * 100. A parent may be purged by now.
   */
  public List<Dependency> parentsOf(JobId job) {
    return database.read(
        c ->
            Rows.query(
                c,
                DependencySql.PARENTS_OF,
                row ->
                    new Dependency(
                        new JobId(Rows.uuid(row, "parent")),
                        Dependency.On.valueOf(row.getString("on_end")),
                        row.getBoolean("gives_file")),
                job.value()));
  }

  /** The unfinished jobs that wait for this one, for those, and so on; in no particular order. */
  public Set<JobId> of(JobId job) {
    Set<JobId> all = new HashSet<>();
    List<JobId> next = List.of(job);
    while (!next.isEmpty()) {
      List<JobId> parents = next;
      next =
          database
              .read(
                  c ->
                      Rows.query(
                          c,
                          DependencySql.CHILDREN,
                          row -> new JobId(Rows.uuid(row, 1)),
                          new Columns<>(c, parents).uuids(JobId::value)))
              .stream()
              .filter(all::add)
              .toList();
    }
    return all;
  }
}
