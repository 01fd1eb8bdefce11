package org.meanwhile.cluster.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.meanwhile.cluster.support.Checker.Guarantee;

/** A test of a cluster that clients use meanwhile. The cluster is repaired before each test. */
public abstract class UnderLoad {
  protected final Cluster cluster;
  protected final Ledger ledger;
  protected final ClientLoad load;

  protected UnderLoad(Cluster cluster) {
    this.cluster = cluster;
    this.ledger = cluster.newLedger();
    this.load = new ClientLoad(cluster.nodes(), ledger);
  }

  @BeforeEach
  final void repairCluster() {
    cluster.repair();
  }

  @AfterEach
  final void stopLoad() {
    load.stop();
  }

  /** Waits until every accepted job has ended, and checks what clients were told. */
  protected final void check(Set<Guarantee> guarantees) {
    assertThat(load.faults(cluster.log(), guarantees)).isEmpty();
  }

  /** For who runs this by hand: no test depends on how long something takes. */
  protected static void report(String what, long sinceNanos) {
    System.out.printf(
        "%s: %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos));
  }
}
