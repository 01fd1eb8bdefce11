package org.meanwhile.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.Wait;

/**
 * Measures the write-ahead log of a job that is submitted over HTTP, run and ended, from empty
 * tables after a checkpoint. What the node writes besides, heartbeats for example, counts too.
 */
final class WalPerJob implements Measurement {
  private static final int CONNECTIONS = 16;
  private static final int ACCEPTED = 202;
  private static final double MAX_BYTES = 1536;

  private static final String POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0')::float8";

  @Override
  public List<Figure> measure(Stage stage) {
    Samples bytes = new Samples();
    bytes(stage.host());
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      bytes.add(bytes(stage.host()));
      Bench.say("WAL %d: %s bytes a job", turn, bytes);
    }
    return List.of(
        Figure.alone(
            "write-ahead log of a job: submit, claim, end",
            "bytes",
            bytes,
            Figure.Goal.atMost(MAX_BYTES)));
  }

  static double bytes(Host host) {
    host.jobs().clear();
    host.database().settle();
    Path request =
        Loads.requests("run", List.of(Submits.post("{\"operation\":\"simulate\",\"input\":{}}")));
    double before = host.database().value(Double.class, POSITION);
    Loads.http(host.node().port(), CONNECTIONS, Sizes.load(), request).perSecond(ACCEPTED);
    Wait.until("drained", Backlog.LIMIT, Duration.ofMillis(250), host.jobs()::isDrained);
    double after = host.database().value(Double.class, POSITION);
    return (after - before) / host.jobs().count();
  }
}
