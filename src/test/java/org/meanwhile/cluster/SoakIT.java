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
import org.meanwhile.cluster.support.ClientLoad;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Ledger;
import org.meanwhile.cluster.support.NetworkLink;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Server;

/** Causes one fault after another, for the ISO 8601 duration {@code -Dsoak}. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
@EnabledIfSystemProperty(named = "soak", matches = "P.+")
class SoakIT {
  private static final int MAX_FAULT_MILLIS = 8_000;
  private static final int MAX_CALM_MILLIS = 5_000;

  private final Cluster cluster;
  private final Random random = new Random();

  SoakIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void whatever_happens_and_however_often_every_job_ends_once() {
    Duration length = Duration.parse(System.getProperty("soak"));
    Ledger ledger = cluster.newLedger();
    ClientLoad load = new ClientLoad(cluster.nodes(), ledger).start();
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < length.toNanos()) {
      causeFault();
      cluster.repair();
      pause(MAX_CALM_MILLIS);
    }
    // A paused node goes on without knowing that it was declared dead, so two runs may overlap.
    assertThat(load.faults(cluster.log(), Set.of())).isEmpty();
  }

  private void causeFault() {
    int index = random.nextInt(Cluster.NODES);
    Server node = cluster.node(index);
    switch (random.nextInt(6)) {
      case 0 -> node.kill();
      case 1 -> node.stop();
      case 2 -> node.pause();
      case 3 -> cluster.link(index).cut(NetworkLink.Cut.SILENT);
      case 4 -> cluster.link(index).cut(NetworkLink.Cut.REFUSED);
      default -> {
        cluster.database().crash();
        cluster.database().start();
      }
    }
    pause(MAX_FAULT_MILLIS);
  }

  /** The length of a pause is random: it is a part of the test. */
  private void pause(int maxMillis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(maxMillis)));
  }
}
