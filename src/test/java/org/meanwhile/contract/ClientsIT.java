package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanwhile.contract.support.Listener.status;

import com.standardwebhooks.Webhook;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.ClientLanguage;
import org.meanwhile.contract.support.ClientProcess;
import org.meanwhile.contract.support.ClientProcess.Result;
import org.meanwhile.contract.support.ClientsServer;
import org.meanwhile.contract.support.ClientsServer.Clients;
import org.meanwhile.contract.support.FaultyProxy;
import org.meanwhile.contract.support.FaultyProxy.CutAnswer;
import org.meanwhile.contract.support.FaultyProxy.CutRequest;
import org.meanwhile.contract.support.FaultyProxy.Fault;
import org.meanwhile.contract.support.FaultyProxy.LoseAnswer;
import org.meanwhile.contract.support.FaultyProxy.Refuse;
import org.meanwhile.contract.support.FaultyProxy.Silence;
import org.meanwhile.contract.support.FaultyProxy.Spoil;
import org.meanwhile.contract.support.Listener;

/**
 * The clients in {@code src/client} against a real server, over a network that breaks. Each call is
 * a process of its own, so whatever goes on does so in another process.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ClientsServer.class)
class ClientsIT {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ANOTHER_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final Path MANUAL = Path.of("src/site/markdown/clients.md");
  private static final int OUTPUT_BYTES = 3_000_000;
  private static final int CUT_BYTES = 300_000;

  /** A few status documents. */
  private static final int EVENT_BYTES = 3000;

  /** The Java client's heap is 32 MB. */
  private static final int LARGE_FILE_LINES = 48_000;

  private final Clients clients;
  private final Client client;
  private final String base;

  ClientsIT(Clients clients) {
    this.clients = clients;
    client = clients.client();
    base = client.base().toString();
  }

  private static String simulation(String input) {
    return "{\"operation\": \"simulate\", \"input\": {" + input + "}}";
  }

  private String submitted(ClientLanguage language, String request) {
    return ClientProcess.run(language, base, "submit", "post", request).line();
  }

  private static String idOf(String uri) {
    return Path.of(URI.create(uri).getPath()).getFileName().toString();
  }

  private static byte[] output(int bytes) {
    return "meanwhile\n".repeat(bytes / 10 + 1).substring(0, bytes).getBytes();
  }

  @ParameterizedTest
  @EnumSource
  void a_job_is_awaited_and_downloaded_by_other_processes_that_know_its_uri(
      ClientLanguage language, @TempDir Path directory) throws IOException {
    String job = submitted(language, simulation("\"duration\": \"PT1S\", \"outputBytes\": 25"));

    assertThat(ClientProcess.run(language, base, "wait", job).line()).isEqualTo("Succeeded");
    Path file = directory.resolve("output");
    ClientProcess.run(language, base, "download", job, file.toString());
    assertThat(file).hasBinaryContent(output(25));
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  static Stream<Arguments> ways_of_creation() {
    return Stream.of(ClientLanguage.values())
        .flatMap(
            language -> Stream.of(Arguments.of(language, "post"), Arguments.of(language, "put")));
  }

  @ParameterizedTest
  @MethodSource("ways_of_creation")
  void a_creation_whose_answer_was_lost_makes_one_job(ClientLanguage language, String how) {
    String mark = UUID.randomUUID().toString();
    String request = "{\"operation\": \"simulate\", \"labels\": {\"mark\": \"" + mark + "\"}}";
    try (FaultyProxy proxy = clients.faulty()) {
      proxy.next("(POST|PUT) /job", new LoseAnswer()).next("(POST|PUT) /job", new Refuse(503, 1));

      String job =
          ClientProcess.run(language, proxy.uri().toString(), "submit", how, request).line();

      assertThat(client.ask().get("/job?label=mark:{mark}", mark).jsonPath().getList("items.id"))
          .containsExactly(idOf(job));
      assertThat(proxy.heads("(POST|PUT) /job")).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_file_larger_than_the_memory_is_sent_again(ClientLanguage language, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("großes „Buch“.txt");
    String rest = "x".repeat(997) + "\n";
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int line = 0; line < LARGE_FILE_LINES; line++) {
        out.write(line % 10 + " " + rest);
      }
    }
    try (FaultyProxy proxy = clients.faulty()) {
      proxy.next("POST /job", new CutRequest(CUT_BYTES)).next("POST /job", new LoseAnswer());

      String request = "{\"operation\": \"sort\", \"input\": {\"unique\": true}}";
      String way = proxy.uri().toString();
      String job =
          ClientProcess.run(language, way, "submit", "post", request, file.toString()).line();

      assertThat(client.awaitEnd(idOf(job)).getString("status")).isEqualTo("Succeeded");
      assertThat(client.output(idOf(job)).asString())
          .startsWith("0 " + rest + "1 ")
          .hasSize(10_000);
      assertThat(proxy.heads("POST /job")).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_download_that_is_cut_goes_on_where_it_was(
      ClientLanguage language, @TempDir Path directory) {
    String id = client.ended(Map.of("outputBytes", OUTPUT_BYTES));
    try (FaultyProxy proxy = clients.faulty()) {
      Fault cut = new CutAnswer(CUT_BYTES);
      proxy.next("GET /job", cut).next("GET /job", new Refuse(503, 1)).next("GET /job", cut);

      Path file = directory.resolve("output");
      ClientProcess.run(language, proxy.uri().toString(), "download", id, file.toString());

      assertThat(file).hasBinaryContent(output(OUTPUT_BYTES));
      List<String> heads = proxy.heads("GET /job");
      assertThat(heads).hasSize(4);
      assertThat(heads.get(3).toLowerCase())
          .contains("if-range: \"")
          .containsPattern("\r\nrange: bytes=[1-9]\\d{4,}-\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_download_that_was_killed_goes_on_in_another_process(
      ClientLanguage language, @TempDir Path directory) {
    String id = client.ended(Map.of("outputBytes", OUTPUT_BYTES));
    Path file = directory.resolve("output");
    try (FaultyProxy proxy = clients.faulty()) {
      String way = proxy.uri().toString();
      proxy.next("GET /job", new CutAnswer(CUT_BYTES)).next("GET /job", new Silence());
      try (ClientProcess first =
          ClientProcess.start(language, way, "download", id, file.toString())) {
        Awaitility.await().until(() -> proxy.heads("GET /job").size() == 2);
        first.signal("KILL");
      }
      assertThat(file).doesNotExist();

      ClientProcess.run(language, way, "download", id, file.toString());

      assertThat(file).hasBinaryContent(output(OUTPUT_BYTES));
      assertThat(proxy.heads("GET /job").get(2).toLowerCase())
          .containsPattern("\r\nrange: bytes=[1-9]\\d{4,}-\r\n");
      assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_output_that_was_changed_on_the_way_is_refused(
      ClientLanguage language, @TempDir Path directory) {
    String id = client.ended(Map.of("outputBytes", 1000));
    try (FaultyProxy proxy = clients.faulty()) {
      proxy.next("GET /job", new Spoil());

      Path file = directory.resolve("output");
      Result result =
          ClientProcess.run(language, proxy.uri().toString(), "download", id, file.toString());

      assertThat(result.line()).isEqualTo("digest");
      assertThat(directory).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_wait_goes_on_through_refusals_and_lost_answers(ClientLanguage language) {
    String id = client.simulated(Map.of("duration", "PT2S"));
    try (FaultyProxy proxy = clients.faulty()) {
      proxy
          .next("GET /job", new Refuse(503, 1))
          .next("GET /job", new Refuse(429, 1))
          .next("GET /job", new CutAnswer(0));

      Result result = ClientProcess.run(language, proxy.uri().toString(), "wait", id);

      assertThat(result.line()).isEqualTo("Succeeded");
      assertThat(proxy.heads("GET /job").get(0).toLowerCase()).contains("prefer: wait=60\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_wait_ends_in_time_although_the_job_goes_on(ClientLanguage language) {
    String id = client.simulated(Map.of("duration", "PT1M"));

    assertThat(ClientProcess.run(language, base, "wait", id, "1.5").line()).isEqualTo("timeout");
    assertThat(ClientProcess.run(language, base, "status", id).line()).isEqualTo("Running");
    assertThat(ClientProcess.run(language, base, "cancel", id).line()).isEqualTo("Canceled");
  }

  @ParameterizedTest
  @EnumSource
  void what_did_not_succeed_is_told_as_a_problem(ClientLanguage language, @TempDir Path directory) {
    String file = directory.resolve("output").toString();
    String failed = client.ended(Map.of("failAtStep", 1));
    String canceled = client.simulated(Map.of("duration", "PT1M"));
    client.cancel(canceled);
    String deleted = client.ended(Map.of("outputBytes", 10));
    client.ask().delete("/job/{id}/output", deleted).then().statusCode(200);
    String unknown = UUID.randomUUID().toString();

    assertThat(said(language, "wait", failed)).isEqualTo("problem operation-failed 500");
    assertThat(said(language, "download", failed, file)).isEqualTo("problem no-output 404");
    assertThat(said(language, "wait", canceled)).isEqualTo("problem job-canceled 0");
    assertThat(said(language, "download", canceled, file)).isEqualTo("problem job-canceled 410");
    assertThat(said(language, "wait", deleted)).isEqualTo("Succeeded");
    assertThat(said(language, "download", deleted, file)).isEqualTo("problem output-deleted 410");
    assertThat(said(language, "wait", unknown)).isEqualTo("problem unknown-job 404");
    assertThat(said(language, "submit", "post", "{\"operation\": \"nonsense\"}"))
        .isEqualTo("problem unknown-operation 400");
    assertThat(directory).isEmptyDirectory();
  }

  private String said(ClientLanguage language, String... arguments) {
    List<String> all = new ArrayList<>(List.of(base));
    all.addAll(List.of(arguments));
    return ClientProcess.run(language, all.toArray(String[]::new)).line();
  }

  @ParameterizedTest
  @EnumSource
  void events_go_on_behind_the_last_one(ClientLanguage language) {
    String id = client.simulated(Map.of("duration", "PT2M", "steps", 300));
    try (FaultyProxy proxy = clients.faulty()) {
      proxy.next("GET /job", new CutAnswer(EVENT_BYTES));

      try (ClientProcess events =
          ClientProcess.start(language, proxy.uri().toString(), "events", id)) {
        Awaitility.await().until(() -> proxy.heads("GET /job").size() == 2);
        client.cancel(id);
        Result result = events.await();

        assertThat(result.lines()).startsWith("status Running").endsWith("status Canceled");
        assertThat(proxy.heads("GET /job").get(1).toLowerCase())
            .containsPattern("\r\nlast-event-id: \\d+");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void events_have_the_lines_of_the_log(ClientLanguage language, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("lines"), "one\ntwo: “2”\n");
    String job = said(language, "submit", "post", "{\"operation\": \"tell\"}", file.toString());

    Result result = ClientProcess.run(language, base, "events", job);

    assertThat(result.lines()).containsSequence("log one", "log two: “2”");
    assertThat(result.line()).isEqualTo("status Succeeded");
  }

  @Test
  void the_shell_script_of_the_manual_creates_waits_and_downloads(@TempDir Path directory)
      throws Exception {
    Matcher example =
        Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(MANUAL));
    assertThat(example.find()).isTrue();
    Path script = Files.writeString(directory.resolve("job.sh"), example.group(1));
    try (FaultyProxy proxy = clients.faulty()) {
      proxy
          .next("POST /job", new LoseAnswer())
          .next("GET /job/[^/]* ", new Refuse(503, 1))
          .next("GET /job/[^/]*/output", new CutAnswer(CUT_BYTES));
      String request = simulation("\"outputBytes\": " + OUTPUT_BYTES);
      Path file = directory.resolve("output");
      Process process =
          new ProcessBuilder("sh", script.toString(), proxy.uri().toString(), request, "output")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes());

      assertThat(process.waitFor()).as(said).isZero();
      assertThat(file).hasBinaryContent(output(OUTPUT_BYTES));
      assertThat(proxy.heads("POST /job")).hasSize(2);
      assertThat(proxy.heads("GET /job/[^/]*/output").get(1).toLowerCase())
          .containsPattern("\r\nrange: bytes=[1-9]\\d{4,}-\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_token_goes_to_the_server_only(ClientLanguage language) {
    String id = client.simulated(Map.of());
    try (FaultyProxy ours = clients.faulty();
        FaultyProxy another = clients.faulty()) {
      for (String job : List.of(id, another.uri() + "/job/" + id)) {
        try (ClientProcess process =
            ClientProcess.start(
                language, Map.of("TOKEN", "s3cret"), ours.uri().toString(), "status", job)) {
          assertThat(process.await().exit()).isZero();
        }
      }

      assertThat(ours.heads("GET ")).singleElement().asString().contains("Bearer s3cret");
      assertThat(another.heads("GET ")).singleElement().asString().doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_callback_is_verified_and_a_forged_one_refused(
      ClientLanguage language, @TempDir Path directory) throws Exception {
    try (Listener listener = new Listener()) {
      String url = listener.url("/done", status(204));
      String request =
          "{\"operation\": \"simulate\", \"callback\": {\"url\": \"%s\", \"secret\": \"%s\"}}"
              .formatted(url, SECRET);
      String job = submitted(language, request);
      Awaitility.await().until(() -> !listener.requests("/done").isEmpty());
      Listener.Request callback = listener.requests("/done").get(0);
      Path body = Files.writeString(directory.resolve("body"), callback.body());
      Path changed = Files.writeString(directory.resolve("changed"), callback.body() + " ");
      String fields = json(callback.fields());

      assertThat(said(language, "verify", SECRET, fields, body.toString())).isEqualTo(idOf(job));
      assertThat(said(language, "verify", SECRET, fields, changed.toString())).isEqualTo("refused");
      assertThat(said(language, "verify", ANOTHER_SECRET, fields, body.toString()))
          .isEqualTo("refused");
      assertThat(said(language, "verify", SECRET, "{}", body.toString())).isEqualTo("refused");
      assertThat(said(language, "verify", SECRET, signed(callback, 301), body.toString()))
          .isEqualTo("refused");
      assertThat(said(language, "verify", SECRET, signed(callback, 200), body.toString()))
          .isEqualTo(idOf(job));
    }
  }

  /**
   * The callback's fields as if it had been signed so many seconds ago, beside a signature of
   * another key.
   */
  private static String signed(Listener.Request callback, int secondsAgo) throws Exception {
    String id = callback.field("webhook-id");
    long time = Instant.now().getEpochSecond() - secondsAgo;
    String signature = new Webhook(SECRET).sign(id, time, callback.body());
    String other = new Webhook(ANOTHER_SECRET).sign(id, time, callback.body());
    return json(
        Map.of(
            "Webhook-Id",
            id,
            "Webhook-Timestamp",
            Long.toString(time),
            "Webhook-Signature",
            other + " v2,x " + signature));
  }

  private static String json(Map<String, String> fields) {
    StringBuilder json = new StringBuilder("{");
    fields.forEach(
        (name, value) ->
            json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\": \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
    return json.append('}').toString();
  }
}
