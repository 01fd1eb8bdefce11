package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.NetworkLink;
import org.meanwhile.cluster.support.Postgres;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** Polls are answered from a streaming replica that follows, lags and dies. */
class ReplicaIT {
  private static Postgres primary;
  private static Postgres replica;
  private static NetworkLink link;
  private static Server node;
  private static Client client;

  @BeforeAll
  static void start() {
    Path directory = Path.of(System.getProperty("it.directory"), "replica");
    primary = new Postgres(directory.resolve("primary")).start();
    replica = primary.replica(directory.resolve("standby"));
    link = new NetworkLink(replica.port());
    node =
        new Server("replica/node")
            .with("meanwhile.db.class", "org.postgresql.ds.PGSimpleDataSource")
            .with("meanwhile.db.url", Cluster.url(primary.port()))
            .with("meanwhile.db.read.url", Cluster.url(link.port()))
            .with("meanwhile.db.user", Postgres.USER)
            .with("meanwhile.db.password", "none")
            .start();
    client = node.client();
  }

  @AfterAll
  static void stop() {
    node.close();
    link.close();
    replica.close();
    primary.close();
  }

  @BeforeEach
  void polls_are_read_from_the_replica() {
    String job = client.ended(Map.of());
    awaitReadFromReplica(job);
  }

  /** Polls a job that does not change until the replica has answered another read. */
  private static void awaitReadFromReplica(String job) {
    long before = reads();
    Awaitility.await("a read from the replica")
        .until(
            () -> {
              client.status(job);
              return reads() > before;
            });
  }

  /** The number of scans of the table of jobs, sequential and by an index. */
  private static long reads() {
    return replica.number(
        "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'job'");
  }

  @Test
  void a_job_just_created_is_there_although_the_replica_lacks_it() {
    whileReplayIsPaused(
        () -> {
          for (int i = 0; i < 20; i++) {
            String job = waiting();
            client.poll(job).then().statusCode(200);
            client.ask().get("/job/{id}/status", job).then().statusCode(200);
          }
        });
  }

  @Test
  void a_removed_job_stays_removed_although_the_replica_does_not_know() {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      jobs.add(waiting());
    }
    jobs.forEach(ReplicaIT::awaitReadFromReplica);
    whileReplayIsPaused(
        () -> {
          for (String job : jobs) {
            client.poll(job).then().statusCode(200);
            client.cancel(job).then().statusCode(200);
            client.poll(job).then().statusCode(410);
          }
        });
    jobs.forEach(ReplicaIT::awaitReadFromReplica);
    jobs.forEach(job -> client.poll(job).then().statusCode(410));
  }

  @Test
  void a_replica_that_lags_is_not_believed() {
    whileReplayIsPaused(
        () -> {
          String job = client.simulated(Map.of("duration", "PT3S"));
          assertThat(client.awaitEnd(job).getString("status")).isEqualTo("Succeeded");
        });
  }

  @Test
  void a_change_that_the_replica_lacks_is_seen_soon() {
    String job = client.simulated(Map.of("duration", "PT4S", "steps", 4000));
    client.awaitRunning(job);
    awaitReadFromReplica(job);
    whileReplayIsPaused(
        () -> {
          assertThat(client.awaitEnd(job).getString("status")).isEqualTo("Succeeded");
          client.poll(job).then().statusCode(303);
        });
  }

  @Test
  void who_waits_is_told_although_the_replica_does_not_know_yet() {
    String job = client.simulated(Map.of("duration", "PT2S"));
    client.awaitRunning(job);
    awaitReadFromReplica(job);
    whileReplayIsPaused(
        () -> {
          client
              .ask()
              .header("Prefer", "wait=60")
              .get("/job/{id}", job)
              .then()
              .statusCode(303)
              .header("Preference-Applied", "wait=60");
          client.poll(job).then().statusCode(303);
        });
  }

  @Test
  void polls_go_on_when_the_replica_dies_and_when_it_comes_back() {
    String job = waiting();
    awaitReadFromReplica(job);
    replica.crash();
    for (int i = 0; i < 100; i++) {
      client.poll(job).then().statusCode(200);
    }
    replica.start();

    awaitReadFromReplica(job);
  }

  @Test
  void polls_go_on_when_the_replica_is_cut_off() {
    String job = waiting();
    awaitReadFromReplica(job);
    link.cut(NetworkLink.Cut.SILENT);
    try {
      for (int i = 0; i < 100; i++) {
        client.poll(job).then().statusCode(200);
      }
    } finally {
      link.heal();
    }
    awaitReadFromReplica(job);
  }

  private static String waiting() {
    return client.accepted(Map.of("operation", "simulate", "startAt", Client.TOMORROW));
  }

  private static void whileReplayIsPaused(Runnable body) {
    replica.execute("SELECT pg_wal_replay_pause()");
    Awaitility.await("the replay is paused")
        .until(
            () ->
                replica.number("SELECT count(*) WHERE pg_get_wal_replay_pause_state() = 'paused'")
                    == 1);
    try {
      body.run();
    } finally {
      replica.execute("SELECT pg_wal_replay_resume()");
    }
  }
}
