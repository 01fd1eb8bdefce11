package org.meanwhile.job.estimate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobId;

/**
 * Plays the queue forward: a slot is free when its run ends, and goes to the caller with the fewest
 * runs, as it does in the claimer. Each run takes its operation's usual time. So a job waits for
 * the runs that go on now, not only for those that wait before it.
 *
 * <p>Loops rather than streams where it counts: 10,000 jobs of 100 callers take some 10 ms. For one
 * thread.
 */
public final class QueueModel {

  /**
   * What may run at a time, on all living nodes together.
   *
   * @param ofOperation the limit of an operation; as many as there are slots when it has none
   */
  public record Slots(int all, int ofCaller, ToIntFunction<String> ofOperation) {}

  /** A job that waits. */
  public record Waiting(JobId id, String caller, String operation) {}

  /** A job that runs. */
  public record Running(String caller, String operation, TimeLeft left) {}

  private record Busy(String caller, String operation, TimeLeft end) {
    private static final Comparator<Busy> FIRST =
        Comparator.comparingDouble(run -> run.end().millis());
  }

  /** A job of the queue and its place among all jobs of its caller. */
  private record Place(Waiting job, int rank) {}

  /** The jobs of one caller, those of each limited operation apart from the others. */
  private static final class Line {
    private final String caller;
    private final Map<String, Deque<Place>> lanes = new HashMap<>();
    private int size;
    private long servedTurn;

    private Line(String caller) {
      this.caller = caller;
    }
  }

  private final Slots slots;
  private final Function<String, RunHistory> histories;
  private final PriorityQueue<Busy> busy = new PriorityQueue<>(Busy.FIRST);
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final Map<String, Integer> runsOfCaller = new HashMap<>();
  private final Map<String, Integer> runsOfOperation = new HashMap<>();
  private final Map<JobId, TimeLeft> starts = new HashMap<>();
  private final Map<String, TimeLeft> lastStarts = new HashMap<>();
  private final Map<String, TimeLeft> roomForCaller = new HashMap<>();
  private final Map<String, TimeLeft> roomForOperation = new HashMap<>();
  private TimeLeft now = TimeLeft.NONE;
  private TimeLeft firstFree = TimeLeft.NONE;
  private int waiting;
  private int free;

  /** How many runs now have an end that is a guess. */
  private int guesses;

  private long turn;

  public QueueModel(Slots slots, Function<String, RunHistory> histories) {
    this.slots = slots;
    this.histories = histories;
    this.free = slots.all();
  }

  /** Adds a job that runs, or was claimed ahead of its slot. */
  public void add(Running job) {
    start(new Busy(job.caller(), job.operation(), job.left()));
  }

  /** Adds a job behind those of its caller. */
  public void add(Waiting job) {
    Line line = lines.computeIfAbsent(job.caller(), Line::new);
    line.lanes
        .computeIfAbsent(lane(job.operation()), name -> new ArrayDeque<>())
        .add(new Place(job, line.size++));
    waiting++;
  }

  /** Plays until every waiting job has started, or none can. To be called once. */
  public void play() {
    busy.stream().sorted(Busy.FIRST).forEach(this::noteRoom);
    boolean goesOn = slots.all() > 0;
    // More run than there are slots when some were claimed ahead.
    while (goesOn && free <= 0) {
      goesOn = endNext();
    }
    firstFree = now;
    while (goesOn && waiting > 0) {
      Place next = free > 0 ? takeNext() : null;
      if (next != null) {
        startNow(next.job());
      } else {
        goesOn = endNext();
      }
    }
  }

  /** When a waiting job starts; empty when it is not in the queue, or nobody may run it. */
  public Optional<TimeLeft> start(JobId job) {
    return Optional.ofNullable(starts.get(job));
  }

  /** When a job would start that comes now; empty when nobody may run it. */
  public Optional<TimeLeft> startOfNew(String caller, String operation) {
    if (slots.all() <= 0 || slots.ofOperation().applyAsInt(operation) <= 0) {
      return Optional.empty();
    }
    return Stream.of(
            firstFree,
            roomForCaller.getOrDefault(caller, TimeLeft.NONE),
            roomForOperation.getOrDefault(operation, TimeLeft.NONE),
            lastStarts.getOrDefault(key(caller, operation), TimeLeft.NONE))
        .reduce(TimeLeft::orLater);
  }

  /** The first end within a limit that is used up makes room. */
  private void noteRoom(Busy run) {
    if (isFull(run.caller())) {
      roomForCaller.putIfAbsent(run.caller(), run.end());
    }
    if (isUsedUp(run.operation())) {
      roomForOperation.putIfAbsent(run.operation(), run.end());
    }
  }

  private boolean isFull(String caller) {
    return runsOfCaller.getOrDefault(caller, 0) >= slots.ofCaller();
  }

  private boolean isUsedUp(String operation) {
    return runsOfOperation.getOrDefault(operation, 0) >= slots.ofOperation().applyAsInt(operation);
  }

  /** The next job that may run now; null when none may. */
  private @Nullable Place takeNext() {
    Line best = null;
    Deque<Place> bestLane = null;
    int bestRuns = 0;
    for (Line line : lines.values()) {
      int runs = runsOfCaller.getOrDefault(line.caller, 0);
      boolean better =
          best == null || runs < bestRuns || runs == bestRuns && line.servedTurn < best.servedTurn;
      Deque<Place> lane = better && !isFull(line.caller) ? firstLane(line) : null;
      if (lane != null) {
        best = line;
        bestLane = lane;
        bestRuns = runs;
      }
    }
    if (best == null || bestLane == null) {
      return null;
    }
    best.servedTurn = ++turn;
    waiting--;
    return bestLane.removeFirst();
  }

  /** The lane with the caller's first job that may run now; null when there is none. */
  private @Nullable Deque<Place> firstLane(Line line) {
    Deque<Place> first = null;
    for (Deque<Place> lane : line.lanes.values()) {
      Place place = lane.peekFirst();
      if (place != null
          && !isUsedUp(place.job().operation())
          && (first == null || place.rank() < first.getFirst().rank())) {
        first = lane;
      }
    }
    return first;
  }

  private void startNow(Waiting job) {
    // A slot whose run has no known end may serve none of the jobs before this one, or more of them
    // than here.
    TimeLeft start = now.wider((double) guesses / slots.all());
    starts.put(job.id(), start);
    lastStarts.put(key(job.caller(), job.operation()), start);
    TimeLeft run =
        histories.apply(job.operation()).run().orElseGet(() -> TimeLeft.guess(now.millis()));
    start(new Busy(job.caller(), job.operation(), now.plus(run)));
  }

  private void start(Busy run) {
    busy.add(run);
    free--;
    guesses += run.end().isGuess() ? 1 : 0;
    runsOfCaller.merge(run.caller(), 1, Integer::sum);
    runsOfOperation.merge(run.operation(), 1, Integer::sum);
  }

  private boolean endNext() {
    Busy run = busy.poll();
    if (run == null) {
      return false;
    }
    now = run.end();
    guesses -= run.end().isGuess() ? 1 : 0;
    free++;
    runsOfCaller.merge(run.caller(), -1, Integer::sum);
    runsOfOperation.merge(run.operation(), -1, Integer::sum);
    return true;
  }

  /** Operations without a limit of their own share a lane. */
  private String lane(String operation) {
    return slots.ofOperation().applyAsInt(operation) < slots.all() ? operation : "";
  }

  private String key(String caller, String operation) {
    return caller + '\n' + lane(operation);
  }
}
