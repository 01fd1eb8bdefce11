package org.meanwhile.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Tokens;

/**
 * Measures what one caller feels while another does its worst: the 99th percentile beside it,
 * against that of the same caller alone a moment before. The node has the limits that it has by
 * default, and a database of its own.
 */
final class Neighbours implements Measurement {
  /** The start of jobs that must wait. */
  static final String TOMORROW =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();

  private static final int RECEIVERS = 10;
  private static final String SHORT_JOB =
      "{\"operation\":\"simulate\",\"input\":{\"duration\":\"PT0.02S\",\"steps\":1}}";

  private static final String LATER =
      "{\"operation\":\"simulate\",\"startAt\":\"" + TOMORROW + "\"}";

  private final BlockingQueue<Boolean> delivered = new ArrayBlockingQueue<>(1000);

  @Override
  public List<Figure> measure(Stage stage) {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<HttpServer> receivers = Stream.generate(() -> receiver(threads)).limit(RECEIVERS).toList();
    List<Integer> ports = receivers.stream().map(each -> each.getAddress().getPort()).toList();
    Tokens tokens = new Tokens("neighbours", "worst", "other");
    try (Database database = stage.anotherDatabase("bench_neighbours");
        Node node = new Node("neighbours", database, Stage.FLAGS, settings(tokens))) {
      Client other = new Client(node.port(), tokens.of("other"));
      return figures(other, new WorstCaller(node.port(), tokens.of("worst"), ports), ports.get(0));
    } finally {
      receivers.forEach(each -> each.stop(0));
      threads.shutdownNow();
    }
  }

  private List<Figure> figures(Client other, WorstCaller worst, int receiver) {
    String job = other.create(LATER);
    Runnable poll = () -> other.expect(200, other.get("/job/" + job + "/status"));
    String quick = "http://127.0.0.1:" + receiver + "/quick";
    String calling = SHORT_JOB.replaceFirst("}$", ",\"callback\":{\"url\":\"" + quick + "\"}}");
    Runnable callback =
        () -> {
          other.create(calling);
          awaitDelivery();
        };
    Runnable list = () -> other.expect(200, other.get("/job?limit=10"));
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("polls beside slow readers", poll, Sizes.probes(), worst::readNothing));
    figures.add(figure("callbacks beside slow receivers", callback, 100, worst::callBackSlowly));
    figures.add(figure("lists beside lists that find nothing", list, 300, worst::listNothing));
    figures.add(
        figure(
            "submits beside slow bodies",
            () -> other.create(LATER),
            Sizes.probes(),
            worst::sendSlowly));
    figures.add(
        figure("polls beside held polls and streams", poll, Sizes.probes(), worst::waitForLong));
    figures.add(
        figure(
            "jobs of 20 ms beside slots held by runs that were cut off",
            () -> other.expect(303, other.createAndWait(SHORT_JOB)),
            200,
            worst::holdSlots));
    return figures;
  }

  private static Figure figure(
      String what, Runnable probe, int probes, Supplier<WorstCaller.Held> worst) {
    p99(probe, probes);
    double alone = p99(probe, probes);
    WorstCaller.Held held = worst.get();
    double beside;
    try {
      beside = p99(probe, probes);
    } finally {
      held.close();
    }
    Bench.say("neighbours: %s, alone %.1f ms, beside %.1f ms", what, alone, beside);
    return Figure.ratio(
        "worst neighbour: " + what + ", p99",
        "ms",
        Samples.of(beside),
        "alone",
        Samples.of(alone),
        Figure.Goal.atMost(2));
  }

  private static double p99(Runnable probe, int probes) {
    Samples millis = new Samples();
    for (int i = 0; i < probes; i++) {
      long begunNanos = System.nanoTime();
      probe.run();
      millis.add((System.nanoTime() - begunNanos) / 1e6);
    }
    return millis.percentile(0.99);
  }

  private void awaitDelivery() {
    try {
      if (delivered.poll(2, TimeUnit.MINUTES) == null) {
        throw new IllegalStateException("no callback came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers at once below {@code /quick}, and after a minute elsewhere. */
  private HttpServer receiver(ExecutorService threads) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1000);
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            try {
              TimeUnit.MINUTES.sleep(1);
            } catch (InterruptedException over) {
              // The measurement has ended.
            }
            exchange.close();
          });
      server.createContext(
          "/quick",
          exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            delivered.add(true);
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(Tokens tokens) {
    Map<String, String> all = new TreeMap<>(tokens.settings());
    all.put("meanwhile.operations", "simulate");
    all.put("meanwhile.work.cancel-grace", "PT1S");
    all.put("meanwhile.callback.allow", "127.0.0.0/8");
    all.put("meanwhile.caller.max-unfinished-jobs", "10000000");
    return all;
  }
}
