package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.rest.Response;
import com.azure.core.http.rest.SimpleResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.polling.LocationPollingStrategy;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.OperationResourcePollingStrategy;
import com.azure.core.util.polling.PollerFlux;
import com.azure.core.util.polling.PollingStrategy;
import com.azure.core.util.polling.StatusCheckPollingStrategy;
import com.azure.core.util.polling.SyncPoller;
import com.azure.core.util.serializer.TypeReference;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import reactor.core.publisher.Mono;

/** Third-party pollers that do not know this server reach the output. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class ThirdPartyIT {
  private static final String OUTPUT = "meanwhile\nmeanwhile\n";
  private static final TypeReference<BinaryData> BYTES =
      TypeReference.createInstance(BinaryData.class);

  private final Client client;
  private final HttpPipeline pipeline =
      new HttpPipelineBuilder().httpClient(new JdkHttpClientBuilder().build()).build();

  /** Azure's own policy for redirects does not know 303. */
  private final HttpPipeline followingRedirects =
      new HttpPipelineBuilder()
          .httpClient(
              new JdkHttpClientBuilder(HttpClient.newBuilder().followRedirects(Redirect.NORMAL))
                  .build())
          .build();

  ThirdPartyIT(Client client) {
    this.client = client;
  }

  private SyncPoller<BinaryData, BinaryData> azure(String job) {
    return poller(
        pipeline,
        creation(HttpMethod.POST, "/job", job),
        new OperationResourcePollingStrategy<>(pipeline));
  }

  /** A poller that knows only {@code Location}, and that 202 means to go on. */
  private SyncPoller<BinaryData, BinaryData> byLocation(HttpRequest create) {
    return poller(
        followingRedirects,
        create.setHeader(HttpHeaderName.PREFER, "respond-async; monitor"),
        new LocationPollingStrategy<>(followingRedirects));
  }

  private HttpRequest creation(HttpMethod method, String path, String job) {
    return new HttpRequest(method, client.base() + path)
        .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
        .setBody(job);
  }

  private static SyncPoller<BinaryData, BinaryData> poller(
      HttpPipeline through, HttpRequest first, PollingStrategy<BinaryData, BinaryData> strategy) {
    Mono<Response<BinaryData>> answered =
        through
            .send(first)
            .map(
                answer ->
                    new SimpleResponse<>(
                        answer.getRequest(),
                        answer.getStatusCode(),
                        answer.getHeaders(),
                        answer.getBodyAsBinaryData()));
    return PollerFlux.create(Duration.ofMillis(100), () -> answered, strategy, BYTES, BYTES)
        .getSyncPoller();
  }

  @Test
  void the_azure_poller_follows_a_job_to_its_output() {
    SyncPoller<BinaryData, BinaryData> poller =
        azure("{\"operation\":\"simulate\",\"input\":{\"duration\":\"PT1S\",\"outputBytes\":20}}");

    assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
        .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
    assertThat(poller.getFinalResult().toString()).isEqualTo(OUTPUT);
  }

  @Test
  void the_azure_poller_sees_a_failure() {
    SyncPoller<BinaryData, BinaryData> poller =
        azure(
            "{\"operation\":\"simulate\",\"input\":{\"failAtStep\":1,\"failure\":\"permanent\"}}");

    assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
        .isEqualTo(LongRunningOperationStatus.FAILED);
  }

  @Test
  void the_azure_poller_sees_a_cancellation() {
    SyncPoller<BinaryData, BinaryData> poller =
        azure("{\"operation\":\"simulate\",\"input\":{\"duration\":\"PT10M\"}}");
    String status = poller.poll().getValue().toString();
    client.cancel(status.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1")).then().statusCode(200);

    assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
        .isEqualTo(LongRunningOperationStatus.USER_CANCELLED);
  }

  @Test
  void the_azure_poller_by_location_follows_a_job_to_its_output() {
    String job =
        "{\"operation\":\"simulate\",\"input\":{\"duration\":\"PT1S\",\"outputBytes\":20}}";
    List<HttpRequest> ways =
        List.of(
            creation(HttpMethod.POST, "/job", job),
            creation(HttpMethod.PUT, "/job/" + UUID.randomUUID(), job),
            creation(HttpMethod.POST, "/job/" + UUID.randomUUID(), job));
    for (HttpRequest create : ways) {
      SyncPoller<BinaryData, BinaryData> poller = byLocation(create);

      assertThat(poller.poll().getStatus()).isEqualTo(LongRunningOperationStatus.IN_PROGRESS);
      assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
          .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
      assertThat(poller.getFinalResult().toString()).isEqualTo(OUTPUT);
    }
  }

  @Test
  void the_azure_poller_by_location_sees_a_failure() {
    SyncPoller<BinaryData, BinaryData> poller =
        byLocation(
            creation(
                HttpMethod.POST,
                "/job",
                "{\"operation\":\"simulate\",\"input\":{\"failAtStep\":1}}"));

    assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
        .isEqualTo(LongRunningOperationStatus.FAILED);
  }

  /** It has no word for a cancellation. */
  @Test
  void the_azure_poller_by_location_takes_a_cancellation_for_a_failure() {
    String id = UUID.randomUUID().toString();
    SyncPoller<BinaryData, BinaryData> poller =
        byLocation(
            creation(
                HttpMethod.PUT,
                "/job/" + id,
                "{\"operation\":\"simulate\",\"input\":{\"duration\":\"PT10M\"}}"));
    assertThat(poller.poll().getStatus()).isEqualTo(LongRunningOperationStatus.IN_PROGRESS);
    client.cancel(id).then().statusCode(200);

    assertThat(poller.waitForCompletion(Duration.ofMinutes(1)).getStatus())
        .isEqualTo(LongRunningOperationStatus.FAILED);
  }

  /** It looks once, and takes a 202 for success: so it looks at a monitor that is held. */
  @Test
  void the_azure_check_of_a_status_sees_at_a_monitor_what_became_of_a_job() {
    String succeeds = client.simulated(Map.of("duration", "PT1S", "outputBytes", 20));
    String fails = client.simulated(Map.of("failAtStep", 1));
    String canceled = client.simulated(Map.of("duration", "PT10M"));
    client.cancel(canceled).then().statusCode(200);

    SyncPoller<BinaryData, BinaryData> success = statusCheck(succeeds);
    assertThat(success.waitForCompletion(Duration.ofMinutes(1)).getStatus())
        .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
    assertThat(success.getFinalResult().toString()).isEqualTo(OUTPUT);
    for (String id : List.of(fails, canceled)) {
      assertThatThrownBy(() -> statusCheck(id).waitForCompletion(Duration.ofMinutes(1)))
          .hasMessageContaining("Operation failed or cancelled");
    }
  }

  private SyncPoller<BinaryData, BinaryData> statusCheck(String id) {
    HttpRequest look =
        new HttpRequest(HttpMethod.GET, client.base() + "/job/" + id + "/monitor")
            .setHeader(HttpHeaderName.PREFER, "wait=60");
    return poller(followingRedirects, look, new StatusCheckPollingStrategy<>());
  }

  @Test
  void curl_follows_a_poll_to_the_output() throws IOException, InterruptedException {
    String id = client.ended(Map.of("outputBytes", 20));

    assertThat(curl("-L", client.base() + "/job/" + id)).isEqualTo(OUTPUT);
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static String curl(String... arguments) throws IOException, InterruptedException {
    assumeTrue(isThere("curl"), "there is no curl on this machine");
    List<String> line = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60"));
    line.addAll(List.of(arguments));
    Process curl = new ProcessBuilder(line).redirectErrorStream(true).start();
    String out = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(curl.waitFor()).as("%s", out).isZero();
    return out;
  }

  @Test
  void the_clients_of_java_follow_a_poll_to_the_output() throws IOException, InterruptedException {
    String id = client.ended(Map.of("outputBytes", 20));
    HttpClient http = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();

    HttpResponse<String> answer =
        http.send(
            java.net.http.HttpRequest.newBuilder(URI.create(client.base() + "/job/" + id)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(OUTPUT);
    assertThat(answer.uri().getPath()).isEqualTo("/job/" + id + "/output");
  }
}
