package org.meanwhile.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.meanwhile.bench.load.LoadResult;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.Wait;

/**
 * Measures what a transaction costs that stays open, so that no dead row can be removed: jobs come
 * at a constant rate meanwhile. Compares the first with the last seconds, and at the end a drain
 * beside all dead rows with one after they were removed.
 */
final class PinnedSnapshot implements Measurement {
  private static final int CONNECTIONS = 16;
  private static final int PER_SECOND = 500;
  private static final int ACCEPTED = 202;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private static final String CLAIMS =
      """
      SELECT coalesce(sum(total_exec_time) / nullif(sum(calls), 0), 0)::float8
        FROM pg_stat_statements WHERE query LIKE '%attempt = attempt + %started_at = CURRENT_TIMESTAMP%'
      """;

  private static final String DATABASE_SECONDS =
      """
      SELECT coalesce(sum(total_exec_time), 0)::float8 / 1000
        FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
       WHERE r.rolname = current_database()
      """;

  /** Ten seconds of the load: latencies in milliseconds, and the share of one processor. */
  private record Window(double claim, double ended50, double ended99, double databaseShare) {}

  @Override
  public List<Figure> measure(Stage stage) {
    Host host = stage.host();
    host.jobs().clear();
    Backlog.drain(host, Sizes.jobs(), "{}");
    host.jobs().clear();
    host.database().settle();
    List<Window> windows = new ArrayList<>();
    double beside;
    try (Connection holder = host.database().holdSnapshot()) {
      windows.addAll(load(host));
      beside = drain(host);
      holder.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    host.database().settle();
    double after = drain(host);
    Window first = windows.get(0);
    Window last = windows.get(windows.size() - 1);
    String what =
        "snapshot held for %d s at %d jobs/s".formatted(Sizes.pinnedSeconds(), PER_SECOND);
    return List.of(
        figure(what + ": a claim, last against first 10 s", "ms", last.claim, first.claim),
        figure(what + ": commit to end, p50", "ms", last.ended50, first.ended50),
        figure(what + ": commit to end, p99", "ms", last.ended99, first.ended99),
        figure(what + ": database", "processors", last.databaseShare, first.databaseShare),
        Figure.ratio(
            what + ": drain beside it",
            "jobs/s",
            Samples.of(beside),
            "after it",
            Samples.of(after),
            Figure.Goal.atLeast(0.95)));
  }

  private static Figure figure(String what, String unit, double last, double first) {
    return Figure.ratio(what, unit, Samples.of(last), "first", Samples.of(first), null);
  }

  private static double drain(Host host) {
    return Sizes.jobs() / Backlog.seconds(Backlog.drain(host, Sizes.jobs(), "{}"));
  }

  private static List<Window> load(Host host) {
    Database database = host.database();
    Path request =
        Loads.requests("run", List.of(Submits.post("{\"operation\":\"simulate\",\"input\":{}}")));
    Supplier<LoadResult> load =
        Loads.paced(host.node().port(), CONNECTIONS, PER_SECOND, Sizes.pinnedSeconds(), request);
    List<Window> windows = new ArrayList<>();
    for (int second = 0; second < Sizes.pinnedSeconds(); second += (int) WINDOW.toSeconds()) {
      Instant begin = host.jobs().now();
      database.update("SELECT pg_stat_statements_reset()");
      Wait.pause(WINDOW.minusMillis(500));
      double claim = database.value(Double.class, CLAIMS);
      double share = database.value(Double.class, DATABASE_SECONDS) / WINDOW.toSeconds();
      Samples ended = new Samples();
      host.jobs().pickups(begin).forEach(times -> ended.add(times[1]));
      Window window = new Window(claim, ended.percentile(0.5), ended.percentile(0.99), share);
      windows.add(window);
      Bench.say("snapshot held, after %d s: %s", second + WINDOW.toSeconds(), window);
    }
    load.get().perSecond(ACCEPTED);
    Wait.until("drained", Backlog.LIMIT, Duration.ofMillis(250), host.jobs()::isDrained);
    return windows;
  }
}
