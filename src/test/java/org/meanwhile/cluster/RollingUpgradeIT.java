package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanwhile.cluster.support.Checker.Guarantee;
import org.meanwhile.cluster.support.ClientLoad;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Journal;
import org.meanwhile.cluster.support.Ledger;
import org.meanwhile.cluster.support.PatientClient;
import org.meanwhile.contract.support.Server;

/**
 * Nodes of the version before, whose WAR is named by {@code -Dbefore}, are replaced one by one
 * under load.
 */
@EnabledIfSystemProperty(named = "before", matches = ".+")
class RollingUpgradeIT {
  private static final Journal.Input BRIEF = new Journal.Input(10, 0, false);

  @Test
  void an_upgrade_node_by_node_loses_nothing_and_runs_nothing_twice() {
    try (Cluster cluster = Cluster.of("upgrade", Path.of(System.getProperty("before")))) {
      Ledger ledger = cluster.newLedger();
      ClientLoad load = new ClientLoad(cluster.nodes(), ledger).start();
      load.awaitMore(100);
      String before = cluster.submit(cluster.node(0), BRIEF);
      ledger.add(Ledger.Kind.ACCEPTED, before, 0);
      String held = cluster.submit(cluster.node(2), new Journal.Input(20_000, 0, true));
      ledger.add(Ledger.Kind.ACCEPTED, held, 0);
      CompletableFuture<HttpResponse<String>> poll =
          new PatientClient(cluster.node(2)).begin("/job/" + held, Map.of("Prefer", "wait=60"));
      for (int i = 0; i < Cluster.NODES; i++) {
        int jobs = ledger.jobs().size();
        long beginNanos = System.nanoTime();
        cluster.upgrade(i);
        System.out.printf(
            "node %d: %d ms, and %d jobs were accepted meanwhile%n",
            i, (System.nanoTime() - beginNanos) / 1_000_000, ledger.jobs().size() - jobs);
        assertThat(ledger.jobs().size()).as("others accepted jobs").isGreaterThan(jobs);
        if (i == 0) {
          assertThat(poll.join().statusCode()).as("an old node answers its client").isEqualTo(303);
        }
        load.awaitMore(100);
      }
      assertThat(cluster.nodes()).allMatch(Server::isAlive);

      assertThat(
              load.faults(
                  cluster.log(), Set.of(Guarantee.NEVER_TWO_AT_A_TIME, Guarantee.NEVER_AGAIN)))
          .isEmpty();
    }
  }
}
