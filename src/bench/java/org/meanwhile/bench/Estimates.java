package org.meanwhile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.meanwhile.bench.load.MixedWork;
import org.meanwhile.bench.load.MixedWork.Arrival;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Tokens;
import org.meanwhile.bench.server.Wait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Compares {@code estimatedFinishAt}, told once a second of every unfinished job, with when the job
 * then ended, under a mixed load of three callers. {@code -Dbench.before=…war} names an earlier
 * WAR, which gets the same load on a database of its own.
 */
final class Estimates implements Measurement {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String BEFORE = System.getProperty("bench.before", "");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The estimate that one answer gave for one job.
   *
   * @param finishAt empty when it said nothing
   */
  private record Told(String job, String operation, Instant at, Optional<Instant> finishAt) {
    /** In percent of the time that was left; of the last second, in percent of a second. */
    double errorPercent(Instant finishedAt) {
      long leftMillis = Math.max(1000, Duration.between(at, finishedAt).toMillis());
      Duration error = Duration.between(finishedAt, finishAt.orElseThrow()).abs();
      return 100.0 * error.toMillis() / leftMillis;
    }
  }

  /** All answers of one server. */
  private record Outcome(List<Told> all, Map<String, Instant> finishedAt) {
    Samples errors(Predicate<String> operation) {
      Samples errors = new Samples();
      all.stream()
          .filter(told -> told.finishAt().isPresent() && operation.test(told.operation()))
          .forEach(told -> errors.add(told.errorPercent(finishedAt.get(told.job()))));
      return errors;
    }

    double toldPercent(Predicate<String> operation) {
      long about = all.stream().filter(told -> operation.test(told.operation())).count();
      long said =
          all.stream()
              .filter(told -> operation.test(told.operation()) && told.finishAt().isPresent())
              .count();
      return 100.0 * said / Math.max(1, about);
    }

    String line(Predicate<String> operation) {
      Samples errors = errors(operation);
      return "told %.0f %%, off by %.0f %%, p90 %.0f %%"
          .formatted(toldPercent(operation), errors.percentile(0.5), errors.percentile(0.9));
    }
  }

  @Override
  public List<Figure> measure(Stage stage) {
    Outcome now = measure(stage, "estimates", System.getProperty("bench.war"));
    say("now", now);
    if (BEFORE.isEmpty()) {
      return figures(now, null);
    }
    Outcome before = measure(stage, "estimates_before", BEFORE);
    say("before", before);
    return figures(now, before);
  }

  private static List<Figure> figures(Outcome now, Outcome before) {
    Predicate<String> any = operation -> true;
    return List.of(
        figure(
            "error, p50",
            now.errors(any).percentile(0.5),
            before == null ? null : before.errors(any).percentile(0.5)),
        figure(
            "error, p90",
            now.errors(any).percentile(0.9),
            before == null ? null : before.errors(any).percentile(0.9)),
        figure("told", now.toldPercent(any), before == null ? null : before.toldPercent(any)));
  }

  private static Figure figure(String what, double now, Double before) {
    String label = "`estimatedFinishAt` of a mixed load, " + what;
    return before == null
        ? Figure.alone(label, "%", Samples.of(now), null)
        : Figure.ratio(label, "%", Samples.of(now), "before", Samples.of(before), null);
  }

  private static void say(String which, Outcome outcome) {
    Bench.say("estimates, %s: all %s", which, outcome.line(operation -> true));
    for (String kind : MixedWork.OPERATIONS) {
      if (!outcome.errors(kind::equals).isEmpty()) {
        Bench.say("estimates, %s: %s %s", which, kind, outcome.line(kind::equals));
      }
    }
  }

  private static Outcome measure(Stage stage, String name, String war) {
    Tokens tokens = new Tokens(name, MixedWork.CALLERS.toArray(String[]::new));
    Map<String, String> settings = new TreeMap<>(MixedWork.SETTINGS);
    settings.putAll(tokens.settings());
    // An earlier WAR offers all of them, and does not know the setting.
    settings.put("meanwhile.operations", String.join(",", MixedWork.OPERATIONS));
    Map<String, String> tokenOf = new HashMap<>();
    MixedWork.CALLERS.forEach(caller -> tokenOf.put(caller, tokens.of(caller)));
    try (Database database = stage.anotherDatabase("bench_" + name);
        Node node = new Node(name, database, Stage.FLAGS, settings, war)) {
      // The operations get a history first.
      play(node, tokenOf, MixedWork.warmUp());
      return play(node, tokenOf, MixedWork.of(Sizes.mixedSeconds()));
    }
  }

  private static Outcome play(Node node, Map<String, String> tokenOf, List<Arrival> arrivals) {
    Outcome outcome = new Outcome(new ArrayList<>(), new HashMap<>());
    List<Arrival> coming = new ArrayList<>(arrivals);
    Instant begin = Instant.now();
    while (outcome.finishedAt().size() < arrivals.size()) {
      double second = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
      while (!coming.isEmpty() && coming.get(0).second() <= second) {
        Arrival next = coming.remove(0);
        node.submit(next.request(), tokenOf.get(next.caller()));
      }
      for (String token : tokenOf.values()) {
        look(node, token, begin, outcome);
      }
      if (second > LIMIT.toSeconds()) {
        throw new IllegalStateException("the mixed load did not end");
      }
      Wait.pause(Duration.ofSeconds(1));
    }
    return outcome;
  }

  private static void look(Node node, String token, Instant begin, Outcome outcome) {
    Instant at = Instant.now();
    JsonNode page = JSON.readTree(node.get("/job?limit=200&createdAfter=" + begin, token).body());
    for (JsonNode job : page.get("items")) {
      String id = job.get("id").asString();
      if (job.has("finishedAt")) {
        outcome.finishedAt().put(id, Instant.parse(job.get("finishedAt").asString()));
      } else {
        Optional<Instant> finishAt =
            Optional.ofNullable(job.get("estimatedFinishAt"))
                .map(time -> Instant.parse(time.asString()));
        outcome.all().add(new Told(id, job.get("operation").asString(), at, finishAt));
      }
    }
  }
}
