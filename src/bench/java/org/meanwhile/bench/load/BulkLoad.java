package org.meanwhile.bench.load;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.meanwhile.database.Database;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobsAccepted;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Reuse;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.submit.BulkInserter;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Stores jobs by {@link BulkInserter}, as a group of jobs is stored, in one transaction.
 *
 * <p>Arguments: URL and user (who is the password, too) of the database, the number of jobs, and
 * whether they are to stay: {@code true} stores jobs that start in 30 days, {@code false} fails at
 * the last of jobs that are due, and leaves nothing. Each has an input of 100 characters. Stores a
 * tenth of them before, as warm-up. Writes a {@link LoadResult}, with the jobs under status 0, to
 * standard output.
 */
public final class BulkLoad {
  private static final String CALLER = "local";
  private static final String INPUT =
      "{\"duration\":\"PT0S\",\"steps\":10,\"mediaType\":\"text/plain; of="
          + "x".repeat(48)
          + "\"}";

  private BulkLoad() {}

  public static void main(String[] arguments) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(arguments[0]);
    source.setUser(arguments[1]);
    source.setPassword(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    boolean stay = Boolean.parseBoolean(arguments[3]);
    BulkInserter inserter =
        new BulkInserter(new Database(source), new SecretSeal(List.of()), new Nobody());
    Optional<Instant> later = Optional.of(Instant.now().plus(Duration.ofDays(30)));
    inserter.store(CALLER, jobs(count / 10, i -> job(later)));
    long start = System.nanoTime();
    try {
      inserter.store(CALLER, stay ? jobs(count, i -> job(later)) : failing(count));
    } catch (LastJob expected) {
      // The transaction is rolled back, so no job remains.
    }
    System.out.println((System.nanoTime() - start) + " 0 0 0 " + count);
  }

  private static Iterable<NewJob> jobs(int count, IntFunction<NewJob> job) {
    return () -> IntStream.range(0, count).mapToObj(job).iterator();
  }

  /** Jobs that are due, so that their entries stand in the way of claims; the last one fails. */
  private static Iterable<NewJob> failing(int count) {
    return jobs(
        count,
        i -> {
          if (i == count - 1) {
            throw new LastJob();
          }
          return job(Optional.empty());
        });
  }

  private static final class LastJob extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static NewJob job(Optional<Instant> startAt) {
    return new NewJob(
        new JobId(UUID.randomUUID()),
        "simulate",
        CALLER,
        INPUT,
        Map.of(),
        0,
        startAt,
        Optional.empty(),
        Duration.ofHours(1),
        Duration.ofDays(1),
        Duration.ofDays(1),
        3,
        true,
        Optional.empty(),
        Idempotency.NONE,
        Optional.empty(),
        Optional.empty(),
        JobOrigin.REQUEST,
        List.of(),
        Reuse.NONE);
  }

  /** Tells nobody: the node that runs here finds the jobs by itself. */
  private static final class Nobody implements Event<JobsAccepted> {
    @Override
    public void fire(JobsAccepted event) {
      // No observer exists in this process, so the event is dropped.
    }

    @Override
    public <U extends JobsAccepted> CompletionStage<U> fireAsync(U event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends JobsAccepted> CompletionStage<U> fireAsync(
        U event, NotificationOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Event<JobsAccepted> select(Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends JobsAccepted> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends JobsAccepted> Event<U> select(
        TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
