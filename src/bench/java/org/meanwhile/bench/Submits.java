package org.meanwhile.bench;

import java.nio.file.Path;
import java.util.List;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.BareWar;
import org.meanwhile.bench.server.ByHandWar;

/**
 * Measures jobs that are durably stored over HTTP against durable inserts of single rows, a
 * constant answer of the same server, and submits that are written by hand.
 */
final class Submits implements Measurement {
  static final int CONNECTIONS = 64;
  private static final String JOBS = "/job";
  static final String BY_HAND = "JAX-RS, a stateless EJB and JPA by hand";
  private static final int CLIENTS = 16;
  private static final int ACCEPTED = 202;

  @Override
  public List<Figure> measure(Stage stage) {
    String job = Backlog.waiting("{}");
    Path waitingJobs = waitingJobs();
    Path runningJobs =
        Loads.requests("run", List.of(post(JOBS, "{\"operation\":\"simulate\",\"input\":{}}")));
    Path constants = Loads.requests("accept", List.of(post(BareWar.CONSTANT, job)));
    Path byHand = Loads.requests("store-by-hand", List.of(post(ByHandWar.JOBS, job)));
    Samples storing = new Samples();
    Samples running = new Samples();
    Samples inserting = new Samples();
    Samples accepting = new Samples();
    Samples written = new Samples();
    submits(stage, waitingJobs, Sizes.warmUp());
    submits(stage, byHand, Sizes.warmUp());
    submits(stage, constants, Sizes.warmUp());
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      inserting.add(Loads.inserts(stage.database(), CLIENTS, Sizes.load()).perSecond(0));
      storing.add(submits(stage, waitingJobs, Sizes.load()));
      running.add(submits(stage, runningJobs, Sizes.load()));
      accepting.add(submits(stage, constants, Sizes.load()));
      written.add(submits(stage, byHand, Sizes.load()));
      Bench.say(
          "submits %d: %s stored, %s run, %s rows, %s accepted, %s by hand",
          turn, storing, running, inserting, accepting, written);
    }
    String rows = "single-row inserts, " + CLIENTS + " clients";
    String jobs = "submits, 64 connections, jobs that start later";
    return List.of(
        Figure.ratio(jobs, "/s", storing, rows, inserting, Figure.Goal.atLeast(0.3)),
        Figure.ratio(
            jobs,
            "/s",
            storing,
            "a constant answer to a POST",
            accepting,
            Figure.Goal.atLeast(0.4)),
        Figure.ratio(jobs, "/s", storing, BY_HAND, written, Figure.Goal.atLeast(4)),
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
    return Loads.requests("store", List.of(post(JOBS, Backlog.waiting("{}"))));
  }

  private static double submits(Stage stage, Path requests, Loads.Length length) {
    stage.jobs().clear();
    ByHandWar.clear(stage.database());
    stage.database().settle();
    return Loads.http(stage.node().port(), CONNECTIONS, length, requests).perSecond(ACCEPTED);
  }

  static String post(String json) {
    return post("/job", json);
  }

  private static String post(String path, String json) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }
}
