package org.meanwhile.job.estimate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.Pace;
import org.meanwhile.job.Progress;
import org.meanwhile.job.read.WaitingCallers;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.CallerShare;

/** Reads a {@link QueueSnapshot} and plays its queue. For one thread at a time. */
final class SnapshotReader {
  private static final int MAX_POSITION = 10_000;
  private static final int MAX_RUNNING = 10_000;

  /** Jobs of further callers have no position. */
  private static final int MAX_CALLERS = 100;

  private final Database database;
  private final Settings settings;
  private final Clock clock;
  private final long deadAfterMillis;
  private final CallerShare callerShare;

  SnapshotReader(Database database, Settings settings, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.deadAfterMillis = settings.get(JobSettings.DEAD_AFTER).toMillis();
    this.callerShare = CallerShare.of(settings, JobSettings.CALLER_SLOTS);
  }

  private record RunningRow(JobId id, String caller, String operation, RunningJob run) {}

  QueueSnapshot read() {
    return database.read(this::read);
  }

  private QueueSnapshot read(Connection c) throws SQLException {
    Instant now = Rows.now(c);
    Duration offset = Duration.between(clock.instant(), now);
    Map<String, RunHistory> histories = new HashMap<>();
    Rows.query(
        c, EstimateSql.HISTORIES, row -> histories.put(row.getString("operation"), history(row)));
    QueueModel model =
        new QueueModel(slots(c), name -> histories.getOrDefault(name, RunHistory.EMPTY));
    Set<JobId> lost = addRunning(c, model, histories, now);
    Map<JobId, Integer> positions = new HashMap<>();
    Set<String> cutOff = new HashSet<>();
    List<Iterator<QueueModel.Waiting>> queues = readQueues(c, cutOff);
    // The callers take turns.
    while (!queues.isEmpty() && positions.size() < MAX_POSITION) {
      queues.removeIf(queue -> !queue.hasNext());
      for (Iterator<QueueModel.Waiting> queue : queues) {
        QueueModel.Waiting job = queue.next();
        positions.put(job.id(), positions.size() + 1);
        model.add(job);
      }
    }
    model.play();
    return new QueueSnapshot(now, offset, model, positions, cutOff, histories, lost);
  }

  private QueueModel.Slots slots(Connection c) throws SQLException {
    List<Integer> nodes =
        Rows.query(c, EstimateSql.SLOTS_OF_NODES, row -> row.getInt(1), deadAfterMillis);
    int all = nodes.stream().mapToInt(slots -> slots).sum();
    // The snapshot asks it for as long as it lives, by the threads of all requests.
    Map<String, Integer> ofOperation = new ConcurrentHashMap<>();
    return new QueueModel.Slots(
        all,
        nodes.stream().mapToInt(callerShare::of).sum(),
        operation ->
            ofOperation.computeIfAbsent(
                operation,
                name ->
                    settings
                        .below(JobSettings.SLOTS, name)
                        .map(limit -> Math.min(all, limit * nodes.size()))
                        .orElse(all)));
  }

  /** Returns the jobs whose node is not alive: they take no slot. */
  private Set<JobId> addRunning(
      Connection c, QueueModel model, Map<String, RunHistory> histories, Instant now)
      throws SQLException {
    Set<JobId> lost = new HashSet<>();
    List<RunningRow> rows =
        Rows.query(c, EstimateSql.RUNNING, SnapshotReader::running, deadAfterMillis, MAX_RUNNING);
    for (RunningRow row : rows) {
      if (row.run().lost()) {
        lost.add(row.id());
      } else {
        RunHistory history = histories.getOrDefault(row.operation(), RunHistory.EMPTY);
        TimeLeft left = row.run().left(history, now);
        model.add(new QueueModel.Running(row.caller(), row.operation(), left));
      }
    }
    return lost;
  }

  private static RunningRow running(ResultSet row) throws SQLException {
    Instant startedAt = Rows.instant(row, "started_at");
    Instant movedAt = Rows.instant(row, "progress_at");
    Double perSecond = Rows.doubleOrNull(row, "progress_per_second");
    Optional<Pace> pace =
        movedAt == null || perSecond == null || movedAt.isBefore(startedAt)
            ? Optional.empty()
            : Optional.of(
                new Pace(movedAt, perSecond, Duration.ofMillis(row.getLong("progress_gap_ms"))));
    Optional<Instant> endsBy =
        Stream.of(
                Optional.of(startedAt.plusMillis(row.getLong("timeout_ms"))),
                Optional.ofNullable(Rows.instant(row, "deadline_at")))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return new RunningRow(
        new JobId(Rows.uuid(row, "id")),
        row.getString("caller"),
        row.getString("operation"),
        new RunningJob(
            startedAt,
            new Progress(
                Rows.longOrNull(row, "progress_done"),
                Rows.longOrNull(row, "progress_total"),
                null,
                null),
            pace,
            row.getObject("cancel_requested_at") != null,
            row.getObject("incarnation") == null,
            endsBy));
  }

  /** A queue for each caller, because callers take turns. */
  private List<Iterator<QueueModel.Waiting>> readQueues(Connection c, Set<String> cutOff)
      throws SQLException {
    List<String> callers = WaitingCallers.list(c, database.dialect(), "", MAX_CALLERS);
    Set<String> paused =
        Set.copyOf(Rows.query(c, EstimateSql.PAUSED, row -> row.getString("operation")));
    List<Iterator<QueueModel.Waiting>> queues = new ArrayList<>();
    for (String caller : callers) {
      int max = MAX_POSITION / callers.size();
      List<QueueModel.Waiting> queue =
          Rows.query(
              c,
              EstimateSql.QUEUE,
              row ->
                  new QueueModel.Waiting(
                      new JobId(Rows.uuid(row, "id")), caller, row.getString("operation")),
              caller,
              max);
      if (queue.size() == max) {
        cutOff.add(caller);
      }
      // After the limit: a statement that skips them might read many more.
      queue.removeIf(job -> paused.contains(job.operation()));
      queues.add(queue.iterator());
    }
    return queues;
  }

  /** A node of the version before has stored the mean alone: too little to be told. */
  private static RunHistory history(ResultSet row) throws SQLException {
    String recent = row.getString("recent_ms");
    return recent == null
        ? RunHistory.of(List.of((long) row.getDouble("mean_ms")))
        : RunHistory.parse(recent);
  }
}
