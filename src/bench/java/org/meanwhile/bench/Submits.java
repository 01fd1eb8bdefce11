package org.meanwhile.bench;

import java.nio.file.Path;
import java.util.List;
import org.meanwhile.bench.load.Loads;

/** Measures jobs that are durably stored over HTTP against durable inserts of single rows. */
final class Submits implements Measurement {
  static final int CONNECTIONS = 64;
  private static final int CLIENTS = 16;
  private static final int ACCEPTED = 202;

  @Override
  public List<Figure> measure(Stage stage) {
    Path waitingJobs = waitingJobs();
    Path runningJobs =
        Loads.requests("run", List.of(post("{\"operation\":\"simulate\",\"input\":{}}")));
    Samples storing = new Samples();
    Samples running = new Samples();
    Samples inserting = new Samples();
    submits(stage, waitingJobs, Sizes.warmUp());
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      inserting.add(Loads.inserts(stage.database(), CLIENTS, Sizes.load()).perSecond(0));
      storing.add(submits(stage, waitingJobs, Sizes.load()));
      running.add(submits(stage, runningJobs, Sizes.load()));
      Bench.say("submits %d: %s stored, %s run, %s rows", turn, storing, running, inserting);
    }
    String rows = "single-row inserts, " + CLIENTS + " clients";
    return List.of(
        Figure.ratio(
            "submits, 64 connections, jobs that start later",
            "/s",
            storing,
            rows,
            inserting,
            Figure.Goal.atLeast(0.5)),
        Figure.ratio(
            "submits, 64 connections, the node runs the jobs as well",
            "/s",
            running,
            rows,
            inserting,
            null));
  }

  /** Writes the request for a job that starts in 30 days. */
  static Path waitingJobs() {
    return Loads.requests("store", List.of(post(Backlog.waiting("{}"))));
  }

  private static double submits(Stage stage, Path requests, Loads.Length length) {
    stage.jobs().clear();
    stage.database().settle();
    return Loads.http(stage.node().port(), CONNECTIONS, length, requests).perSecond(ACCEPTED);
  }

  private static String post(String json) {
    return "POST /job HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }
}
