package org.meanwhile.job.reuse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Reused;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.delivery.Deliveries;

/**
 * Finds what a new job may take instead of a run of its own, and gives it to the job, within the
 * transaction that stores the job.
 *
 * <p>Of two transactions with the same key, the second waits in {@link #lock} for the first, on any
 * node, and then finds its job.
 */
public final class SameJobs {
  private static final int SLOTS = 256;

  /** Each look that finds a job which ends meanwhile is repeated; a bound against a wrong look. */
  private static final int MAX_LOOKS = 100;

  private SameJobs() {}

  /**
   * What was found.
   *
   * @param source the job that is the same: the one that ran, or one that has its output already
   */
  public record Found(Reused reused, JobId source) {}

  private record Candidate(UUID id, JobStatus status, UUID of) {
    UUID ran() {
      return of == null ? id : of;
    }
  }

  /** Waits for others that look for the same jobs. */
  public static void lock(Connection c, String key) throws SQLException {
    Rows.query(
        c,
        ReuseSql.SLOT_LOCK,
        row -> row.getInt(1),
        Integer.parseInt(key.substring(0, 2), 16) % SLOTS);
  }

  /**
   * Finds an output or a run to share, and locks it until the end of the transaction.
   *
   * @param within how old an output may be
   * @return empty when the job has to run itself
   */
  public static Optional<Found> find(Connection c, String key, Duration within)
      throws SQLException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      Optional<Candidate> candidate = look(c, key, within);
      if (candidate.isEmpty()) {
        return Optional.empty();
      }
      Candidate same = candidate.get();
      boolean isOutput = same.status() == JobStatus.SUCCEEDED;
      if (isOutput ? lockOutput(c, same.id()) : lockRun(c, same)) {
        return Optional.of(
            new Found(
                new Reused(isOutput ? Reused.As.OUTPUT : Reused.As.RUN, new JobId(same.ran())),
                new JobId(same.id())));
      }
    }
    throw new IllegalStateException("no look at the jobs of key " + key + " has held");
  }

  private static Optional<Candidate> look(Connection c, String key, Duration within)
      throws SQLException {
    return Rows.query(
            c,
            ReuseSql.FIND,
            row ->
                new Candidate(
                    Rows.uuid(row, "id"),
                    JobStatus.valueOf(row.getString("status")),
                    Rows.uuid(row, "reused_of")),
            key,
            within.toMillis())
        .stream()
        .findFirst();
  }

  /** False when it was deleted meanwhile; else it is kept until the end of the transaction. */
  private static boolean lockOutput(Connection c, UUID job) throws SQLException {
    return RanJob.lock(c, job).isPresent() && SharedOutputs.has(c, job);
  }

  /** A run that has ended meanwhile has ended for those who share it, too, as soon as we look. */
  private static boolean lockRun(Connection c, Candidate same) throws SQLException {
    Optional<RanJob> ran = RanJob.lock(c, same.ran());
    if (ran.filter(RanJob::goesOn).isPresent()) {
      return true;
    }
    if (!same.ran().equals(same.id())) {
      Settlement.of(c, same.ran(), System.nanoTime());
    }
    return false;
  }

  /** The same job with the file of the job that was found, when that is stored still. */
  public static NewJob sharingFile(Connection c, NewJob job, Found found) throws SQLException {
    if (job.file().isEmpty() || job.file().get().shared()) {
      return job;
    }
    StagedFile file = job.file().get();
    List<UUID> stored =
        Rows.query(
            c,
            ReuseSql.FILE_LOCK,
            row -> Rows.uuid(row, 1),
            found.source().value(),
            file.content().sha256());
    return stored.isEmpty()
        ? job
        : job.withFile(
            new StagedFile(
                new StoredContent(
                    stored.get(0), null, file.content().sizeBytes(), file.content().sha256()),
                file.name(),
                file.mediaType(),
                true));
  }

  /** Gives a job that was stored in this transaction what was found for it. */
  public static void give(Connection c, NewJob job, Found found) throws SQLException {
    if (found.reused().as() == Reused.As.RUN) {
      SharedRuns.board(c, job.id(), found.reused().of().value());
      return;
    }
    UUID id = job.id().value();
    SharedOutputs.give(c, id, found.source().value());
    Rows.update(c, ReuseSql.BORN_SUCCEEDED, id);
    if (job.callback().isPresent()) {
      Deliveries.insert(c, List.of(id));
    }
  }
}
