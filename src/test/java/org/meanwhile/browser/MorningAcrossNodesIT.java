package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.Postgres;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Keyring;
import org.meanwhile.contract.support.PrefixProxy;
import org.meanwhile.contract.support.Server;
import org.openqa.selenium.Keys;

/**
 * The operator's morning, on two nodes behind a proxy, by keyboard alone: jobs have failed by two
 * causes. One is repaired, so its jobs are run again, and the node that does so is killed in the
 * middle. The other operation is broken: it is paused, and the nightly schedule waits.
 *
 * <p>{@code -Dmorning=5000} sets how many jobs have failed.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(Chromium.class)
class MorningAcrossNodesIT {
  private static final int FAILED = Integer.getInteger("morning", 2400);

  /** A quarter could not write its report, by a program each; the others failed by themselves. */
  private static final int REPORTS = FAILED / 4;

  private static final Duration LONG = Duration.ofMinutes(10);

  private static Path directory;
  private static Path repaired;
  private static Postgres database;
  private static List<Server> nodes;
  private static PrefixProxy proxy;
  private static String token;

  private final Browser browser;

  MorningAcrossNodesIT(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  static void start() {
    directory = Path.of(System.getProperty("it.directory"), "morning").toAbsolutePath();
    repaired = directory.resolve("repaired");
    database = new Postgres(directory.resolve("postgres")).start();
    proxy = new PrefixProxy("/");
    Keyring keys = new Keyring(directory);
    token = keys.token("olga", "operator");
    nodes = Stream.of("one", "two").map(name -> node("morning/" + name, keys)).toList();
    nodes.parallelStream().forEach(Server::start);
    proxy.to(nodes.get(0).uri().resolve("/"));
  }

  private static Server node(String name, Keyring keys) {
    String line =
        "sh -c 'if test ! -e %s; then echo \"OSError: no space left on device\" >&2; exit 1; fi'";
    return keys.guard(new Server(name))
        .with("meanwhile.operations", "bulk,group,report,simulate")
        .with("meanwhile.command.report.line", line.formatted(repaired))
        .with("meanwhile.url", proxy.uri())
        .with("meanwhile.db.class", "org.postgresql.ds.PGSimpleDataSource")
        .with("meanwhile.db.url", Cluster.url(database.port()))
        .with("meanwhile.db.user", Postgres.USER)
        .with("meanwhile.db.password", "none")
        .with("meanwhile.work.heartbeat", "PT0.5S")
        .with("meanwhile.work.dead-after", "PT4S")
        .with("meanwhile.work.progress-interval", "PT0.1S");
  }

  @AfterAll
  static void stop() {
    nodes.forEach(Server::close);
    proxy.close();
    database.close();
  }

  @AfterEach
  void no_script_failed() {
    assertThat(browser.complaints()).isEmpty();
    browser.run("sessionStorage.clear(); localStorage.clear()");
  }

  private static Client client(int node) {
    return nodes.get(node).client().with(token);
  }

  @Test
  void all_of_a_cause_are_run_again_once_and_what_is_broken_waits() throws IOException {
    List<String> reports = lastNight();

    open("#/failures?ended=hour");
    browser.awaitText(".lead", words(FAILED) + " jobs failed, of 2 causes");
    browser.awaitText(".cause h2", "OSError: no space left on device");
    browser.screenshot("morning-of-two-causes");

    // The disk has room again.
    Files.createFile(repaired);
    String again = "Run all " + words(REPORTS) + " again";
    browser.tabTo(again);
    browser.press(Keys.ENTER);
    browser.awaitText("dialog .matches", words(REPORTS) + " jobs match.");
    String confirm = "Run " + words(REPORTS) + " jobs again";
    browser.await("the button is ready", () -> browser.focused(confirm));
    browser.press(Keys.ENTER);

    browser.awaitText("#doings .doing", confirm);
    String bulk = bulk();
    int killed = killTheNodeInTheMiddleOf(bulk);
    int left = 1 - killed;

    // She pauses what is broken and lets the schedule wait while the other node goes on.
    browser.tabTo("Pause simulate");
    browser.press(Keys.ENTER);
    browser.awaitText("dialog", "Pause simulate?");
    browser.press("the simulator is broken", Keys.ENTER);
    browser.awaitText(".cause .badge", "Paused");
    browser.palette("schedules");
    browser.awaitText(".palette [aria-selected=true]", "Schedules");
    browser.press(Keys.ENTER);
    browser.awaitText(".cause h2", "nightly");
    browser.tabTo("Pause: nightly");
    browser.press(Keys.ENTER);
    browser.awaitText(".cause .badge", "Paused");

    Client client = client(left);
    await(client, bulk, "the bulk job ends", job -> job.getString("finishedAt") != null);
    browser.awaitText("#doings .doing", words(REPORTS) + " done.");
    browser.screenshot("morning-run-again");
    assertThat(browser.accessibilityFaults()).isEmpty();
    eachWasRunAgainOnce(client, bulk, reports);

    assertThat((Boolean) client.ask().get("/schedule/nightly").path("paused")).isTrue();
    nodes.get(killed).start();
    Client back = client(killed);
    Awaitility.await()
        .atMost(LONG)
        .until(() -> back.ask().get("/operation/simulate").<Boolean>path("paused"));
    String waiting = back.simulated(Map.of());
    back.await(waiting, job -> "operation-paused".equals(job.getString("waitingFor[0].kind")));
  }

  /** Fails all jobs, and puts the schedule. Returns the ids of the reports. */
  private List<String> lastNight() {
    Client client = client(0);
    client
        .ask()
        .contentType("application/json")
        .body(
            Map.of("cron", "0 2 * * *", "job", Map.of("operation", "simulate", "input", Map.of())))
        .put("/schedule/nightly")
        .then()
        .statusCode(201);
    String reports = group(client, REPORTS, "{\"operation\":\"report\"}");
    String simulations =
        group(
            client, FAILED - REPORTS, "{\"operation\":\"simulate\",\"input\":{\"failAtStep\":1}}");
    for (String group : List.of(reports, simulations)) {
      await(client, group, "the group ends", job -> job.getString("finishedAt") != null);
    }
    return pages(client, "/job?limit=200&status=Failed&group=" + reports, "id");
  }

  private static String group(Client client, int jobs, String line) {
    return client
        .askUndescribed()
        .contentType("application/x-ndjson")
        .body(
            IntStream.range(0, jobs)
                .mapToObj(i -> line)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8))
        .post("/job?operation=group")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static String bulk() {
    return client(0)
        .ask()
        .get("/job?operation=bulk&limit=1")
        .then()
        .statusCode(200)
        .extract()
        .path("items[0].id");
  }

  /** Kills the node that does it. The proxy sends people to the other one. */
  private static int killTheNodeInTheMiddleOf(String bulk) {
    int third = REPORTS / 3;
    await(client(0), bulk, "a third is done", job -> done(job) >= third);
    String runner = client(0).ask().get("/job/{id}/history", bulk).path("node");
    int killed = runner.startsWith(nodes.get(0).pid() + "@") ? 0 : 1;
    nodes.get(killed).kill();
    proxy.to(nodes.get(1 - killed).uri().resolve("/"));
    JsonPath after = client(1 - killed).status(bulk);
    assertThat(done(after)).as("killed in the middle").isLessThan(REPORTS);
    return killed;
  }

  /** How many are done; 0 while it has told of none. */
  private static int done(JsonPath job) {
    Integer done = job.get("progress.done");
    return done == null ? 0 : done;
  }

  /** The ledger is this test's own: what had failed, what the output says, and what is there. */
  private static void eachWasRunAgainOnce(Client client, String bulk, List<String> failed) {
    assertThat(failed).hasSize(REPORTS).doesNotHaveDuplicates();
    assertThat(client.status(bulk).getString("status")).isEqualTo("Succeeded");
    Map<String, String> told = new HashMap<>();
    client
        .output(bulk)
        .asString()
        .lines()
        .map(JsonPath::new)
        .forEach(line -> told.put(line.getString("job"), line.getString("id")));
    assertThat(told.values()).containsExactlyInAnyOrderElementsOf(failed);

    String all = "/job?limit=200&group=" + bulk;
    assertThat(pages(client, all, "id")).containsExactlyInAnyOrderElementsOf(told.keySet());
    assertThat(pages(client, all, "rerunOf")).containsExactlyInAnyOrderElementsOf(failed);
    Awaitility.await("all reports are written")
        .atMost(LONG)
        .until(() -> pages(client, all + "&status=Succeeded", "id").size() == REPORTS);
  }

  /** A member of the jobs on all pages of a list. */
  private static List<String> pages(Client client, String first, String member) {
    List<String> found = new ArrayList<>();
    String page = first;
    while (page != null) {
      URI uri = URI.create(page);
      JsonPath list =
          client
              .askUndescribed()
              .urlEncodingEnabled(false)
              .get(uri.getRawPath() + "?" + uri.getRawQuery())
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      found.addAll(list.getList("items." + member));
      page = list.getString("next");
    }
    return found;
  }

  private static void await(
      Client client, String id, String what, java.util.function.Predicate<JsonPath> wanted) {
    Awaitility.await(what)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> client.status(id), wanted);
  }

  private void open(String address) {
    browser.open(proxy.uri(), "#/start");
    browser.run("sessionStorage.setItem('meanwhile.token', arguments[0])", token);
    browser.open(proxy.uri(), address);
  }

  /** A number as the console writes it. */
  private String words(int number) {
    return browser.run("return arguments[0].toLocaleString()", number).toString();
  }
}
