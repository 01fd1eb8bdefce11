package org.meanwhile.bench;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meanwhile.bench.server.JobTable;

/**
 * Measures the first page of each list among many jobs, 50 jobs a page, one request at a time: the
 * 99th percentile. Then polls beside the slowest list, against polls alone.
 */
final class Lists implements Measurement {
  private static final int OK = 200;
  private static final int TOO_MANY = 429;

  /** How many lists one caller may have in flight. */
  private static final int READERS = 8;

  private static final String JOB =
      "{\"operation\":\"simulate\",\"labels\":{\"team\":\"%s\"},\"input\":{%s}}";

  @Override
  public List<Figure> measure(Stage stage) {
    store(stage);
    List<Figure> figures = new ArrayList<>();
    String slowest = "";
    double slowestMillis = 0;
    for (Map.Entry<String, String> list : lists(stage).entrySet()) {
      Samples millis = probe(stage, list.getValue());
      double p99 = millis.percentile(0.99);
      Bench.say("list %s: %s ms, p99 %.1f ms", list.getKey(), millis, p99);
      figures.add(
          Figure.alone(
              "%s, among %,d jobs: p99".formatted(list.getKey(), stage.jobs().count()),
              "ms",
              Samples.of(p99),
              null));
      if (p99 > slowestMillis) {
        slowest = list.getKey();
        slowestMillis = p99;
      }
    }
    figures.add(polls(stage, slowest, lists(stage).get(slowest)));
    return figures;
  }

  private static void store(Stage stage) {
    stage.jobs().clear();
    int all = Sizes.foundJobs();
    multiply(stage, JOB.formatted("ops", ""), all / 10 * 6);
    multiply(stage, JOB.formatted("billing", ""), all / 10 * 3);
    multiply(stage, JOB.formatted("ops", "\"failAtStep\":1"), all / 100 * 7);
    multiply(stage, JOB.formatted("billing", "\"failAtStep\":2"), all / 100 * 3);
    stage.jobs().nameOrigins(all / 100);
    stage.database().settle();
  }

  private static void multiply(Stage stage, String json, int copies) {
    Bench.say("storing %,d jobs", copies);
    UUID job = stage.node().runToEnd(json, Duration.ofSeconds(30));
    stage.jobs().multiply(job, copies, "local", null);
  }

  private static Map<String, String> lists(Stage stage) {
    UUID some = stage.jobs().ended(1).get(0);
    String id = some.toString();
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put("all", "");
    lists.put("status", "status=Failed");
    lists.put("status that no job has", "status=Canceled");
    lists.put("operation", "operation=simulate");
    lists.put("operation that no job has", "operation=sort");
    lists.put("label", "label=team:billing");
    lists.put("label by name", "label=team");
    lists.put("label that no job has", "label=team:nobody");
    lists.put("code", "code=simulated");
    lists.put("code that no job has", "code=none");
    lists.put("createdAfter", "createdAfter=2020-01-01T00:00:00Z");
    lists.put("finishedAfter", "finishedAfter=2020-01-01T00:00:00Z");
    lists.put("finishedBefore", "finishedBefore=2100-01-01T00:00:00Z");
    lists.put("status, by end", "status=Failed&sort=finishedAt");
    lists.put("group", "group=" + JobTable.ORIGIN);
    lists.put("rerunOf", "rerunOf=" + JobTable.ORIGIN);
    lists.put("schedule", "schedule=" + JobTable.SCHEDULE);
    lists.put("after", "after=" + id);
    lists.put("node", "node=none");
    lists.put("text: an id", "text=" + id);
    lists.put("text: the begin of an id", "text=" + id.substring(0, 13));
    lists.put("text: the end of an id", "text=" + id.substring(28));
    lists.put("text: words", "text=" + encode("step 2 failed"));
    lists.put("text: words that no job has", "text=" + encode("never there"));
    lists.put("counts of all", "counts=true");
    lists.put("counts of a label that no job has", "counts=true&label=team:nobody");
    lists.replaceAll((name, query) -> "/job?" + query);
    lists.put("failures by cause", "/job/failures");
    return lists;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Samples probe(Stage stage, String path) {
    for (int i = 0; i < Sizes.probes() / 5; i++) {
      get(stage, path);
    }
    return millis(stage, path);
  }

  private static Samples millis(Stage stage, String path) {
    Samples millis = new Samples();
    for (int i = 0; i < Sizes.probes(); i++) {
      long beginNanos = System.nanoTime();
      get(stage, path);
      millis.add((System.nanoTime() - beginNanos) / 1e6);
    }
    return millis;
  }

  private static void get(Stage stage, String path) {
    HttpResponse<String> answer = stage.node().get(path);
    if (answer.statusCode() != OK) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private static Figure polls(Stage stage, String name, String path) {
    String poll = "/job/" + stage.jobs().ended(1).get(0) + "/status";
    double alone = probe(stage, poll).percentile(0.99);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    for (int i = 0; i < READERS; i++) {
      readers.execute(() -> readUntil(over, stage, path));
    }
    double beside = probe(stage, poll).percentile(0.99);
    over.set(true);
    readers.shutdown();
    try {
      readers.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Figure.ratio(
        "polls beside %d readers of the slowest list (%s): p99".formatted(READERS, name),
        "ms",
        Samples.of(beside),
        "alone",
        Samples.of(alone),
        Figure.Goal.atMost(2));
  }

  private static void readUntil(AtomicBoolean over, Stage stage, String path) {
    while (!over.get()) {
      int status = stage.node().get(path).statusCode();
      if (status != OK && status != TOO_MANY) {
        throw new IllegalStateException(path + ": " + status);
      }
    }
  }
}
