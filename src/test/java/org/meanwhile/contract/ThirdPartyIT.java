package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
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
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.OperationResourcePollingStrategy;
import com.azure.core.util.polling.PollerFlux;
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

  ThirdPartyIT(Client client) {
    this.client = client;
  }

  private SyncPoller<BinaryData, BinaryData> azure(String job) {
    HttpRequest create =
        new HttpRequest(HttpMethod.POST, client.base() + "/job")
            .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
            .setBody(job);
    Mono<Response<BinaryData>> accepted =
        pipeline
            .send(create)
            .map(
                answer ->
                    new SimpleResponse<>(
                        answer.getRequest(),
                        answer.getStatusCode(),
                        answer.getHeaders(),
                        answer.getBodyAsBinaryData()));
    return PollerFlux.create(
            Duration.ofMillis(100),
            () -> accepted,
            new OperationResourcePollingStrategy<>(pipeline),
            BYTES,
            BYTES)
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
