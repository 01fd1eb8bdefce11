package org.meanwhile.job.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.Completions;
import org.meanwhile.job.run.MissedDeadline;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.Sha256;

/**
 * Ends leases, each in the transaction that stores what becomes of its job.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class LeaseEnds {
  private static final int PAGE = 200;

  /** Leases that end at the same time share a transaction. */
  private static final int MAX_BATCH = 100;

  private static final String MEDIA_TYPE = "application/octet-stream";
  private static final String FILE_NAME = "output";

  private Database database;
  private Completions completions;
  private Coalescer<Ending, Ended> batches;

  /** For the container's proxy. */
  protected LeaseEnds() {}

  @Inject
  public LeaseEnds(Database database, Completions completions) {
    this.database = database;
    this.completions = completions;
    this.batches = new Coalescer<>(1, ending -> 1, MAX_BATCH, this::end);
  }

  /** How a worker ends a lease. */
  public interface Ending {
    /** The hash of the lease's secret. */
    String tokenSha256();

    /** Who ends it. */
    String holder();

    /** Tells this ending from others, when it comes again; empty when it may not come again. */
    Optional<String> fingerprint();

    /**
     * The result of the run; not asked of a job that was canceled.
     *
     * @param output what was staged; empty unless the run succeeded
     */
    RunResult result(LeaseState state, Optional<RunResult.Succeeded> output);

    /** Whether the job is to get the output. */
    boolean succeeded();
  }

  /** What became of an ending. */
  public enum Outcome {
    /** It is stored, now or when it came before. */
    STORED,
    /** Another ending was stored before. */
    ENDED_OTHERWISE,
    /** The lease was over. */
    LOST,
    /** There is no lease of this secret that its holder may end. */
    UNKNOWN,
    /** Its output is not whole, or its digest is not known yet. */
    OUTPUT_NOT_READY
  }

  /**
   * The outcome of an ending.
   *
   * @param status of its job, when the ending was stored for the first time
   * @param state the lease before; null when there is none
   */
  public record Ended(Outcome outcome, Optional<JobStatus> status, @Nullable LeaseState state) {}

  /** Stores an ending, together with others that come at the same time. */
  public Ended end(Ending ending) {
    return batches.ask(ending);
  }

  /**
   * Stores endings, in one transaction; results in the order of the endings. When this throws, they
   * may have been stored: repeating it tells.
   */
  public List<Ended> end(List<Ending> endings) {
    Batch batch = new Batch(endings);
    completions.complete(batch);
    return endings.stream().map(batch::outcome).toList();
  }

  private static final class Batch implements Completions.Decision {
    private final List<Ending> endings;

    /** By the hash of the lease, in their order: of several of one lease the first. */
    private final Map<String, Ending> stored = new LinkedHashMap<>();

    private final Map<Ending, Ended> outcomes = new IdentityHashMap<>();

    Batch(List<Ending> endings) {
      this.endings = endings;
    }

    Ended outcome(Ending ending) {
      return outcomes.get(ending);
    }

    @Override
    public List<Completion> decide(Connection c) throws SQLException {
      outcomes.clear();
      stored.clear();
      Map<String, LeaseState> open =
          Leases.locked(c, endings.stream().map(Ending::tokenSha256).distinct().toList());
      List<Completion> all = new ArrayList<>();
      for (Ending ending : endings) {
        LeaseState state = open.get(ending.tokenSha256());
        Outcome outcome = decide(c, ending, state, all);
        outcomes.put(ending, new Ended(outcome, Optional.empty(), state));
      }
      close(c);
      return all;
    }

    private Outcome decide(
        Connection c, Ending ending, @Nullable LeaseState state, List<Completion> all)
        throws SQLException {
      if (state == null || !state.holder().equals(ending.holder())) {
        return Outcome.UNKNOWN;
      }
      Ending first = stored.get(ending.tokenSha256());
      if (first != null) {
        return repeated(ending, first.fingerprint());
      }
      if (!state.mayEnd()) {
        return repeated(ending, state.endedAs());
      }
      Optional<Completion> completion = completion(c, ending, state);
      if (completion.isEmpty()) {
        return Outcome.OUTPUT_NOT_READY;
      }
      stored.put(ending.tokenSha256(), ending);
      all.add(completion.get());
      return Outcome.STORED;
    }

    private void close(Connection c) throws SQLException {
      Rows.updateAll(
          c,
          LeaseSql.CLOSE,
          stored.values().stream()
              .map(each -> Arrays.asList(each.fingerprint().orElse(null), each.tokenSha256()))
              .toList());
    }

    private static Outcome repeated(Ending ending, Optional<String> endedAs) {
      if (endedAs.isEmpty() || ending.fingerprint().isEmpty()) {
        return Outcome.LOST;
      }
      return endedAs.equals(ending.fingerprint()) ? Outcome.STORED : Outcome.ENDED_OTHERWISE;
    }

    /** Empty when the output that it needs is not ready. */
    private static Optional<Completion> completion(Connection c, Ending ending, LeaseState state)
        throws SQLException {
      Optional<RunResult.Succeeded> output = Optional.empty();
      if (ending.succeeded() && state.phase() == LeaseState.Phase.HELD) {
        output = output(c, state);
        if (output.isEmpty()) {
          return Optional.empty();
        }
      }
      RunResult result =
          state.phase() == LeaseState.Phase.CANCELED
              ? new RunResult.Canceled()
              : ending.result(state, output);
      return Optional.of(new Completion(state.lease(), result, state.progress()));
    }

    @Override
    public void stored(Connection c, List<Optional<JobStatus>> statuses) throws SQLException {
      List<Ending> ended = List.copyOf(stored.values());
      for (int i = 0; i < statuses.size(); i++) {
        Ending ending = ended.get(i);
        Optional<JobStatus> status = statuses.get(i);
        LeaseState before = outcomes.get(ending).state();
        if (status.isEmpty()) {
          Rows.update(c, LeaseSql.CLOSED_IN_VAIN, ending.tokenSha256());
        }
        outcomes.put(
            ending, new Ended(status.isEmpty() ? Outcome.LOST : Outcome.STORED, status, before));
      }
    }
  }

  /** The output as it is kept; one of 0 bytes when none was sent; empty when it is not ready. */
  private static Optional<RunResult.Succeeded> output(Connection c, LeaseState state)
      throws SQLException {
    if (!state.outputIsWhole()) {
      return Optional.empty();
    }
    if (state.output().isEmpty()) {
      StoredContent nothing = new StoredContent(null, new byte[0], 0, Sha256.hex(""));
      return Optional.of(new RunResult.Succeeded(nothing, MEDIA_TYPE, FILE_NAME));
    }
    StagedOutput staged = state.output().get();
    if (staged.sha256().isEmpty()) {
      return Optional.empty();
    }
    return ContentStore.seal(c, staged.content(), staged.sha256().get())
        .map(content -> new RunResult.Succeeded(content, staged.mediaType(), staged.name()));
  }

  /**
   * Ends the leases that are over: those that were not used or not renewed, and those whose attempt
   * or job has run out of time. Several nodes may do so at a time.
   *
   * @param maxCrashes a job fails when so many of its runs were lost
   * @return how many leases were ended
   */
  public int sweep(int maxCrashes) {
    int all = 0;
    for (int found = PAGE; found == PAGE; ) {
      List<LeaseState> due = database.read(c -> Rows.query(c, LeaseSql.DUE, LeaseState::of, PAGE));
      completions.complete(
          new Settlement(due.stream().map(LeaseState::tokenSha256).toList(), maxCrashes));
      found = due.size();
      all += found;
    }
    return all;
  }

  /** The same for one lease that is over. */
  public void settle(LeaseState state, int maxCrashes) {
    completions.complete(new Settlement(List.of(state.tokenSha256()), maxCrashes));
  }

  /** What becomes of leases without their workers. */
  private static final class Settlement implements Completions.Decision {
    private final List<String> tokens;
    private final int maxCrashes;

    Settlement(List<String> tokens, int maxCrashes) {
      this.tokens = tokens;
      this.maxCrashes = maxCrashes;
    }

    @Override
    public List<Completion> decide(Connection c) throws SQLException {
      List<Completion> all = new ArrayList<>();
      for (LeaseState state : Leases.locked(c, tokens).values()) {
        if (!state.mayEnd() && Rows.update(c, LeaseSql.CLOSE, null, state.tokenSha256()) == 1) {
          result(state)
              .map(result -> new Completion(state.lease(), result, state.progress()))
              .ifPresent(all::add);
        }
      }
      return all;
    }

    /** Empty when the job has ended, or runs otherwise. */
    private Optional<RunResult> result(LeaseState state) {
      return switch (state.phase()) {
        case HELD, CANCELED ->
            throw new IllegalStateException("the lease of " + state.lease().job() + " is held");
        case TIMED_OUT ->
            Optional.of(
                new RunResult.Failed(
                    new JobError(504, "timed-out", "it took longer than " + state.timeout())));
        case TOO_LATE -> Optional.of(new RunResult.Failed(MissedDeadline.ERROR));
        case LAPSED ->
            Optional.of(
                state.used() ? new RunResult.Crashed(maxCrashes) : new RunResult.HandedBack());
        case OVER -> Optional.empty();
      };
    }

    @Override
    public void stored(Connection c, List<Optional<JobStatus>> statuses) {}
  }
}
