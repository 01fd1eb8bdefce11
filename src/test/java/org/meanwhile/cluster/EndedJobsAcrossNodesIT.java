package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.NetworkLink;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;

/** What a node keeps of ended jobs, and how soon it learns of changes that others make. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class EndedJobsAcrossNodesIT {
  /** What the contract gives a change to be seen on other nodes. */
  private static final Duration SEEN_AFTER = Duration.ofSeconds(1);

  /** Longer than any read is good that is not kept: meanwhile.poll.max-age is 0.5 s. */
  private static final Duration LONG = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Client here;
  private final Client elsewhere;

  EndedJobsAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.repair();
    this.here = cluster.node(0).client();
    this.elsewhere = cluster.node(1).client();
  }

  @AfterEach
  void repair() {
    cluster.repair();
  }

  /** Polls without a pause, as long as told; each answer is 200 and shows the job as it is now. */
  private static String pollFor(Client client, String job, Duration time) {
    long startNanos = System.nanoTime();
    String last;
    do {
      last = client.ask().get("/job/{id}/status", job).then().statusCode(200).extract().asString();
    } while (System.nanoTime() - startNanos < time.toNanos());
    return last;
  }

  private static void passTime(Duration time) {
    long startNanos = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - startNanos >= time.toNanos());
  }

  /** On a machine that is very busy a look may come too late: then the job is read once more. */
  @Test
  void polls_of_an_ended_job_need_not_read_it() {
    String job = elsewhere.ended(Map.of());

    Awaitility.await("polls while no job can be read")
        .atMost(Duration.ofMinutes(2))
        .until(() -> isAnsweredUnread(job));
  }

  /** Polls for much longer than a read is good, while the table of jobs is locked. */
  private boolean isAnsweredUnread(String job) throws SQLException {
    String before = pollFor(here, job, LONG);
    try (Connection held = cluster.database().source().getConnection();
        Statement locking = held.createStatement()) {
      held.setAutoCommit(false);
      locking.execute("LOCK TABLE job IN ACCESS EXCLUSIVE MODE");
      long startNanos = System.nanoTime();
      while (System.nanoTime() - startNanos < LONG.toNanos()) {
        Response poll = here.ask().get("/job/{id}/status", job);
        if (poll.statusCode() != 200) {
          return false;
        }
        assertThat(poll.asString()).isEqualTo(before);
      }
    }
    return true;
  }

  @Test
  void what_another_node_has_changed_is_seen_within_a_second_and_what_this_one_has_at_once() {
    String job = elsewhere.ended(Map.of());
    pollFor(here, job, LONG);

    elsewhere.ask().delete("/job/{id}/output", job).then().statusCode(200);
    passTime(SEEN_AFTER);
    here.ask()
        .get("/job/{id}/status", job)
        .then()
        .statusCode(200)
        .body("output.deletedAt", notNullValue());

    pollFor(here, job, LONG);
    here.cancel(job).then().statusCode(200);
    here.poll(job).then().statusCode(410);
    passTime(SEEN_AFTER);
    elsewhere.poll(job).then().statusCode(410);
  }

  @Test
  void what_an_operator_has_changed_by_hand_is_seen_within_a_second() {
    String job = elsewhere.ended(Map.of());
    pollFor(here, job, LONG);

    cluster.database().execute("UPDATE job SET labels = 'by:hand\n' WHERE id = '" + job + "'");
    passTime(SEEN_AFTER);
    here.ask().get("/job/{id}/status", job).then().body("labels.by", equalTo("hand"));

    pollFor(here, job, LONG);
    cluster
        .database()
        .execute(
            "UPDATE job SET expires_at = now(), purge_at = now() + interval '1' hour"
                + " WHERE id = '"
                + job
                + "'");
    passTime(SEEN_AFTER);
    here.poll(job).then().statusCode(410).body("type", equalTo("/problem/job-expired"));
  }

  @Test
  void a_job_that_is_kept_expires_at_its_time() {
    String job =
        elsewhere.accepted(Map.of("operation", "simulate", "input", Map.of(), "retain", "PT4S"));
    elsewhere.awaitEnd(job);
    long endedNanos = System.nanoTime();
    while (System.nanoTime() - endedNanos < Duration.ofSeconds(4).toNanos()) {
      here.ask().get("/job/{id}/status", job);
    }
    passTime(SEEN_AFTER);

    here.poll(job).then().statusCode(410).body("type", equalTo("/problem/job-expired"));
  }

  @Test
  void a_node_that_cannot_look_answers_nothing_that_it_has_kept() {
    String job = elsewhere.ended(Map.of());
    pollFor(here, job, LONG);

    cluster.link(0).cut(NetworkLink.Cut.REFUSED);
    passTime(SEEN_AFTER);
    here.ask().get("/job/{id}/status", job).then().statusCode(503);
    elsewhere.cancel(job).then().statusCode(200);
    passTime(SEEN_AFTER);
    cluster.link(0).heal();

    Awaitility.await("the database again")
        .until(() -> here.ask().get("/job/{id}", job).statusCode() != 503);
    here.poll(job).then().statusCode(410);
  }

  @Test
  void a_node_that_was_paused_answers_nothing_that_it_has_kept() {
    String job = elsewhere.ended(Map.of());
    pollFor(here, job, LONG);

    cluster.node(0).pause();
    elsewhere.cancel(job).then().statusCode(200);
    passTime(SEEN_AFTER);
    cluster.node(0).resume();

    here.poll(job).then().statusCode(410);
  }
}
