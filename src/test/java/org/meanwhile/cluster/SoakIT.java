package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Server;

/** One fault after another, as long as {@code -Dsoak} says (ISO 8601). */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
@EnabledIfSystemProperty(named = "soak", matches = "P.+")
class SoakIT {
  private static final int LONGEST_FAULT_MILLIS = 8_000;
  private static final int LONGEST_CALM_MILLIS = 5_000;

  private final Cluster cluster;
  private final Random random = new Random();

  SoakIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void whatever_happens_and_however_often_every_job_ends_once() {
    Duration length = Duration.parse(System.getProperty("soak"));
    Ledger ledger = cluster.newLedger();
    Load load = new Load(cluster.nodes(), ledger).start();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < length.toNanos()) {
      break_something();
      cluster.repair();
      pass(LONGEST_CALM_MILLIS);
    }
    load.stop().settle();

    // Among the faults are pauses, which let a node run on without knowing that its time is over.
    assertThat(Checker.faults(ledger.facts(), cluster.log().lines(), Set.of())).isEmpty();
  }

  private void break_something() {
    int index = random.nextInt(Cluster.NODES);
    Server node = cluster.node(index);
    switch (random.nextInt(6)) {
      case 0 -> node.kill();
      case 1 -> node.stop();
      case 2 -> node.pause();
      case 3 -> cluster.wire(index).cut(Wire.Cut.SILENT);
      case 4 -> cluster.wire(index).cut(Wire.Cut.REFUSED);
      default -> {
        cluster.database().crash();
        cluster.database().start();
      }
    }
    pass(LONGEST_FAULT_MILLIS);
  }

  /** How long is part of what is tried. */
  private void pass(int mostMillis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(mostMillis)));
  }
}
