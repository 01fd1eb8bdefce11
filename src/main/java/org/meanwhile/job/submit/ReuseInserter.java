package org.meanwhile.job.submit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.job.JobId;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.reuse.SameJobs;
import org.meanwhile.job.reuse.SameJobs.Found;
import org.meanwhile.job.submit.DuplicateRequests.Earlier;

/**
 * Stores jobs that ask for what others like them have made: each in a transaction of its own, which
 * waits for others with the same key. What the job then takes is decided in that transaction, so of
 * any number of such requests, on any nodes, one makes a run.
 *
 * <p>Thread-safe.
 */
final class ReuseInserter {
  private final Database database;
  private final JobRows rows;

  ReuseInserter(Database database, JobRows rows) {
    this.database = database;
    this.rows = rows;
  }

  Submission store(NewJob job) {
    Submission stored = InsertRetry.untilDecided(() -> database.transaction(c -> store(c, job)));
    database.storedWrite();
    return stored;
  }

  /** Empty when the job of an earlier request was purged at this moment: decide anew. */
  Optional<Submission> store(Connection c, NewJob job) throws SQLException {
    String key = job.reuse().key().orElseThrow();
    Duration within = job.reuse().within().orElseThrow();
    SameJobs.lock(c, key);
    Optional<Earlier> earlier =
        DuplicateRequests.readAndForget(c, List.of(job)).earlier(job.identity());
    if (earlier.isPresent()) {
      return view(c, earlier.get().job(), earlier.get().outcome());
    }
    Optional<Found> found = SameJobs.find(c, key, within);
    if (found.isEmpty()) {
      rows.insert(c, List.of(job));
    } else {
      NewJob sharing = SameJobs.sharingFile(c, job, found.get()).reusing(found.get().reused());
      rows.insert(c, List.of(sharing));
      SameJobs.give(c, sharing, found.get());
    }
    return view(c, job.id(), Submission.Outcome.CREATED);
  }

  private static Optional<Submission> view(Connection c, JobId job, Submission.Outcome outcome)
      throws SQLException {
    return Optional.ofNullable(JobReader.find(c, List.of(job)).get(job.value()))
        .map(view -> new Submission(outcome, view));
  }
}
