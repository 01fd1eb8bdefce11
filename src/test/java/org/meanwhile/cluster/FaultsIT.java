package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanwhile.cluster.support.Checker.Guarantee;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.ImpatientClient;
import org.meanwhile.cluster.support.Journal;
import org.meanwhile.cluster.support.Ledger;
import org.meanwhile.cluster.support.NetworkLink;
import org.meanwhile.cluster.support.OwnCluster;
import org.meanwhile.cluster.support.RunLog;
import org.meanwhile.cluster.support.UnderLoad;
import org.meanwhile.contract.support.Server;

/**
 * In spite of faults of a node or of the database, each accepted job ends once, with one result,
 * after the expected number of attempts. This class takes longer than all others, so it starts
 * first.
 */
@Order(1)
@ExtendWith(OwnCluster.class)
class FaultsIT extends UnderLoad {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Longer than a test needs to cause its fault. */
  private static final long LONG_MILLIS = 15_000;

  /** Shorter than the time that a stopping node gives its runs, and longer than the test needs. */
  private static final long FINISHING_MILLIS = 5_000;

  FaultsIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void the_jobs_of_a_killed_node_run_elsewhere() {
    load.start();
    load.awaitMore(50);
    String longJob = submit(new Journal.Input(LONG_MILLIS, 0, false));
    Server killed = cluster.awaitRunner(longJob);
    long pid = killed.pid();
    killed.kill();
    List<RunLog.Line> cut = cluster.log().unfinishedOn(pid);
    load.awaitMore(50);

    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
    assertThat(cut)
        .extracting(RunLog.Line::job)
        .as("runs that the kill cut short")
        .contains(longJob);
    assertThat(cut).allSatisfy(run -> assertThat(ranElsewhere(run)).isTrue());
  }

  /** Also true when the client cancelled the job before another node could claim it. */
  private boolean ranElsewhere(RunLog.Line run) {
    return cluster.log().nodesOf(run.job()).stream().anyMatch(pid -> pid != run.pid())
        || ledger.facts().stream()
            .anyMatch(f -> f.job().equals(run.job()) && f.kind() == Ledger.Kind.CANCELING);
  }

  @Test
  void a_stop_counts_no_attempt_and_runs_nothing_twice() {
    load.start();
    load.awaitMore(50);
    String longJob = submit(new Journal.Input(LONG_MILLIS, 0, false));
    Server stopped = cluster.awaitRunner(longJob);
    String finishing = submitTo(stopped, new Journal.Input(FINISHING_MILLIS, 0, true));
    long pid = stopped.pid();
    stopped.stop();
    assertThat(cluster.log().unfinishedOn(pid)).as("runs that were not told to stop").isEmpty();
    load.awaitMore(50);

    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME, Guarantee.NEVER_AGAIN));
    assertThat(cluster.log().nodesOf(longJob)).hasSize(2).doesNotHaveDuplicates();
    assertThat(cluster.log().nodesOf(finishing)).as("its node let it finish").containsExactly(pid);
  }

  @Test
  void nodes_outlive_a_restart_of_the_database() {
    load.start();
    load.awaitMore(50);
    cluster.database().crash();
    cluster.database().start();
    load.awaitMore(50);

    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
    assertThat(cluster.nodes()).allMatch(Server::isAlive);
  }

  @Test
  void a_run_outlives_a_restart_of_the_database_with_what_it_wrote() {
    String big =
        """
        {"operation": "simulate",
         "input": {"duration": "PT12S", "steps": 600, "outputBytes": 100000000}}
        """;
    ImpatientClient visitor = new ImpatientClient();
    String job =
        visitor
            .ask(cluster.node(0), "POST", "/job", big)
            .flatMap(ImpatientClient::accepted)
            .orElseThrow();
    Supplier<JsonPath> status =
        () ->
            visitor
                .get(cluster.node(1), "/job/" + job + "/status")
                .map(answer -> JsonPath.from(answer.body()))
                .orElseThrow();
    Awaitility.await("it writes")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> status.get().getInt("progress.done") > 60);
    cluster.database().crash();
    cluster.database().start();
    Awaitility.await("it has ended")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> List.of("Succeeded", "Failed").contains(status.get().getString("status")));

    assertThat(status.get().getString("status")).isEqualTo("Succeeded");
    assertThat(status.get().getInt("attempt")).isEqualTo(1);
    assertThat(visitor.ask(cluster.node(2), "HEAD", "/job/" + job + "/output", ""))
        .hasValueSatisfying(
            answer ->
                assertThat(answer.headers().firstValueAsLong("Content-Length"))
                    .hasValue(100_000_000));
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "REFUSED"})
  void a_node_that_is_cut_off_stops_before_others_run_its_jobs(NetworkLink.Cut how) {
    load.start();
    load.awaitMore(50);
    String longJob = submit(new Journal.Input(LONG_MILLIS, 0, false));
    Server cutOff = cluster.awaitRunner(longJob);
    NetworkLink link = cluster.link(cluster.nodes().indexOf(cutOff));
    link.cut(how);
    Awaitility.await("its runs are over")
        .atMost(LIMIT)
        .until(() -> cluster.log().unfinishedOn(cutOff.pid()).isEmpty());
    Awaitility.await("it is not ready").atMost(LIMIT).until(() -> !cutOff.isReady());
    // Healed sooner, it could run the job again itself.
    Awaitility.await("the job runs elsewhere")
        .atMost(LIMIT)
        .until(() -> cluster.log().nodesOf(longJob).size() == 2);
    load.awaitMore(50);
    link.heal();
    Awaitility.await("it is ready again").atMost(LIMIT).until(cutOff::isReady);

    check(Set.of(Guarantee.NEVER_TWO_AT_A_TIME));
    assertThat(cluster.log().nodesOf(longJob)).hasSize(2).doesNotHaveDuplicates();
    awaitNewRunOn(cutOff);
  }

  @Test
  void the_late_result_of_a_paused_node_is_refused() {
    String job = submit(new Journal.Input(5_000, 0, true));
    Server first = cluster.awaitRunner(job);
    first.pause();
    Awaitility.await("it runs elsewhere")
        .atMost(LIMIT)
        .until(() -> cluster.log().nodesOf(job).size() == 2);
    first.resume();
    Awaitility.await("both runs are done").atMost(LIMIT).until(() -> ends(job).size() == 2);

    check(Set.of());
    assertThat(cluster.log().nodesOf(job)).hasSize(2).doesNotHaveDuplicates();
    List<RunLog.Line> ends = ends(job);
    assertThat(ends.get(0).pid()).as("done first, but late").isEqualTo(first.pid());
    assertThat(ledger.facts())
        .contains(new Ledger.Fact(Ledger.Kind.RESULT, job, ends.get(1).run()));
  }

  private List<RunLog.Line> ends(String job) {
    return cluster.log().lines(line -> line.job().equals(job) && line.event() == RunLog.Event.END);
  }

  private void awaitNewRunOn(Server node) {
    long before = startsOn(node);
    Awaitility.await("it takes part again")
        .atMost(LIMIT)
        .until(
            () -> {
              cluster.submit(node, new Journal.Input(0, 0, false));
              return startsOn(node) > before;
            });
  }

  private long startsOn(Server node) {
    return cluster
        .log()
        .lines(line -> line.pid() == node.pid() && line.event() == RunLog.Event.START)
        .size();
  }

  private String submit(Journal.Input input) {
    return submit(cluster.node(0), input);
  }

  private String submit(Server node, Journal.Input input) {
    String job = cluster.submit(node, input);
    ledger.add(Ledger.Kind.ACCEPTED, job, 0);
    return job;
  }

  /** Submits jobs until this node runs one; returns that one. */
  private String submitTo(Server node, Journal.Input input) {
    return Awaitility.await("a run on that node")
        .atMost(LIMIT)
        .until(() -> submit(node, input), job -> cluster.awaitRunner(job) == node);
  }
}
