package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobsAccepted;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.group.GroupRows;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.submit.DuplicateRequests.Earlier;

/**
 * Stores many jobs in one transaction: all of them are seen at the same moment, or none ever.
 *
 * <p>The jobs come from an iterator and are held in memory a batch at a time, so there may be more
 * than fit into it. Each is validated before, and quotas are its caller's business: nothing is
 * checked here but that no job exists yet.
 *
 * <p>The transaction lasts as long as the iterator: let it read what is at hand, such as a staged
 * file. Meanwhile the jobs lock nothing that others use, but a request with the id or key of one of
 * them waits for the commit, and what goes through an index of waiting jobs or of the newest jobs
 * of this caller steps over their entries. After a failure the dead rows are the database's to
 * clean.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class BulkInserter {
  private Database database;
  private JobRows rows;
  private Event<JobsAccepted> accepted;

  /** For the container's proxy. */
  protected BulkInserter() {}

  @Inject
  public BulkInserter(Database database, SecretSeal seal, Event<JobsAccepted> accepted) {
    this.database = database;
    this.rows = new JobRows(seal);
    this.accepted = accepted;
  }

  /**
   * Stores all jobs, in their order, or none. When this returns, the transaction is committed and
   * {@link JobsAccepted} was fired once.
   *
   * @param caller of all the jobs
   * @param jobs iterated once for each try of the transaction: a conflict in the database is tried
   *     again from the first job. What its iterator throws is thrown on, and nothing is stored.
   * @return how many jobs were stored
   * @throws JobExists when a job has the id or key of one that exists, or of an earlier one here
   * @throws DatabaseFailure when nothing was stored, or it is not known whether the commit
   *     succeeded
   * @throws IllegalArgumentException when a job has another caller
   * @throws IllegalStateException when the file of a job was deleted meanwhile
   */
  public long store(String caller, Iterable<NewJob> jobs) {
    Stored stored =
        InsertRetry.untilDecided(
            () -> Optional.of(database.transaction(c -> store(c, caller, jobs.iterator()))));
    database.storedWrite();
    if (stored.count > 0) {
      accepted.fire(new JobsAccepted(caller, stored.byOperation, stored.due));
    }
    return stored.count;
  }

  /**
   * Stores a group with all its members, or nothing of it.
   *
   * @return the group, or the one that an earlier request made
   * @throws JobExists when a member has the id of a job that exists, or of an earlier one here
   * @throws DatabaseFailure as {@link #store(String, Iterable)}
   */
  public Submission store(NewGroup group) {
    String caller = group.job().caller();
    GroupStored stored = InsertRetry.untilDecided(() -> database.transaction(c -> store(c, group)));
    database.storedWrite();
    if (stored.submission.created()) {
      accepted.fire(new JobsAccepted(caller, stored.jobs.byOperation, stored.jobs.due));
    }
    return stored.submission;
  }

  private record GroupStored(Submission submission, Stored jobs) {}

  /** Empty when the job of an earlier request was purged at this moment: decide anew. */
  private Optional<GroupStored> store(Connection c, NewGroup group) throws SQLException {
    NewJob job = group.job();
    Stored stored = new Stored();
    Optional<Earlier> earlier =
        DuplicateRequests.readAndForget(c, List.of(job)).earlier(job.identity());
    if (earlier.isEmpty()) {
      stored.add(rows.insert(c, List.of(job)));
      GroupRows.insert(c, job.id(), group.stopOn(), group.size(), group.base());
      store(c, job.caller(), group.members().iterator(), stored);
      if (stored.count != group.size() + 1L) {
        throw new IllegalStateException(
            "a group of " + group.size() + " has had " + stored.count + " jobs with its own");
      }
    }
    JobId id = earlier.map(Earlier::job).orElse(job.id());
    Submission.Outcome outcome = earlier.map(Earlier::outcome).orElse(Submission.Outcome.CREATED);
    return Optional.ofNullable(JobReader.find(c, List.of(id)).get(id.value()))
        .map(view -> new GroupStored(new Submission(outcome, view), stored));
  }

  private static final class Stored {
    private final Map<String, Long> byOperation = new HashMap<>();
    private long count;
    private boolean due;

    private void add(List<Job> jobs) {
      for (Job job : jobs) {
        byOperation.merge(job.operation(), 1L, Long::sum);
        due |= !job.isScheduled();
      }
      count += jobs.size();
    }
  }

  private Stored store(Connection c, String caller, Iterator<NewJob> jobs) throws SQLException {
    Stored stored = new Stored();
    store(c, caller, jobs, stored);
    return stored;
  }

  private void store(Connection c, String caller, Iterator<NewJob> jobs, Stored stored)
      throws SQLException {
    while (jobs.hasNext()) {
      List<NewJob> batch = batch(caller, jobs);
      requireNew(c, batch);
      stored.add(rows.insert(c, batch));
    }
  }

  /** Takes jobs until they weigh as much as one statement may. */
  private static List<NewJob> batch(String caller, Iterator<NewJob> jobs) {
    List<NewJob> batch = new ArrayList<>();
    for (long chars = 0; chars < JobRows.MAX_BATCH_CHARS && jobs.hasNext(); ) {
      NewJob job = jobs.next();
      if (!job.caller().equals(caller)) {
        throw new IllegalArgumentException("job " + job.id() + " is not of the caller " + caller);
      }
      batch.add(job);
      chars += JobRows.chars(job);
    }
    return batch;
  }

  /** Costs no statement for jobs that have neither a key nor an id of their client's choice. */
  private static void requireNew(Connection c, List<NewJob> batch) throws SQLException {
    DuplicateRequests duplicates = DuplicateRequests.readAndForget(c, batch);
    for (NewJob job : batch) {
      Optional<Earlier> earlier = duplicates.earlier(job.identity());
      if (earlier.isPresent()) {
        throw new JobExists(earlier.get().job(), earlier.get().outcome());
      }
      duplicates.add(job.identity());
    }
  }
}
