import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.example.client.ApiClient;
import org.example.client.ApiException;
import org.example.client.api.CallbacksApi;
import org.example.client.api.JobsApi;
import org.example.client.api.OperationsApi;
import org.example.client.api.OutputApi;
import org.example.client.api.SharingApi;
import org.example.client.model.JobRequest;
import org.example.client.model.JobStatus;
import org.example.client.model.NewShare;
import org.example.client.model.StatusDocument;

/** A conversation with the server at the first argument, by the client that openapi-generator makes for Java. */
public class Conversation {
  private final ApiClient client = new ApiClient();
  private final JobsApi jobs;
  private final OutputApi outputs;
  private final SharingApi shares;

  private Conversation(URI server) {
    client.updateBaseUri(server.toString().replaceAll("/$", ""));
    jobs = new JobsApi(client);
    outputs = new OutputApi(client);
    shares = new SharingApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    Conversation conversation = new Conversation(URI.create(arguments[0]));
    conversation.create();
    conversation.upload();
    conversation.fail();
  }

  private void create() throws Exception {
    JobRequest request =
        new JobRequest()
            .operation("simulate")
            .labels(Map.of("by", "java"))
            .input(Map.of("outputBytes", 20, "duration", "PT0.2S"));
    String key = UUID.randomUUID().toString();
    StatusDocument created = jobs.createJob(key, null, null, request);
    check(created.getId().equals(jobs.createJob(key, null, null, request).getId()), "the same job");
    StatusDocument ended = awaitEnd(created.getId());
    check(ended.getStatus() == JobStatus.SUCCEEDED, "succeeded: " + ended);
    check(output(ended).equals("meanwhile\nmeanwhile\n"), "its output");
    share(created.getId());
    check(
        jobs.listJobs(
                List.of(JobStatus.SUCCEEDED), "simulate", List.of("by:java"), null, null, null, null, null, null,
                null, null, null, null, null, null, null, true, 1, null, null, null, null)
                .getItems()
                .size()
            == 1,
        "a list");
    check(new OperationsApi(client).getOperation("simulate").getName().equals("simulate"), "the catalogue");
    check(new OperationsApi(client).getCaller().getName() != null, "the caller");
    check(jobs.getJobHistory(created.getId()).getAttempts().isEmpty(), "the history");
    outputs.deleteOutput(created.getId(), null);
    check(status(() -> outputs.getOutput(created.getId(), null, null, null, null)) == 410, "a deleted output");
    jobs.deleteJob(created.getId(), null, null);
    check(status(() -> jobs.pollJob(created.getId(), null, null)) == 410, "a removed job");
  }

  private void share(UUID job) throws Exception {
    NewShare share = shares.shareOutput(job, null);
    HttpRequest get = HttpRequest.newBuilder(share.getUri()).build();
    check(client.getHttpClient().send(get, HttpResponse.BodyHandlers.ofString()).body().startsWith("meanwhile"), "a share");
    check(shares.listShares(job).getItems().size() == 1, "the shares");
    shares.revokeShare(job, share.getId());
    check(client.getHttpClient().send(get, HttpResponse.BodyHandlers.ofString()).statusCode() == 404, "no share");
  }

  private void upload() throws Exception {
    Path file = Files.createTempFile("lines", ".txt");
    Files.writeString(file, "b\na\n");
    UUID id = UUID.randomUUID();
    jobs.createJobAt(id, "{\"operation\": \"sort\"}", null, null, file.toFile());
    StatusDocument ended = awaitEnd(id);
    check(ended.getStatus() == JobStatus.SUCCEEDED, "sorted: " + ended);
    check(output(ended).equals("a\nb\n"), "the sorted lines");
    Files.delete(file);
  }

  private void fail() throws Exception {
    check(status(() -> jobs.createJob(null, null, null, new JobRequest().operation("no-such"))) == 400, "a refusal");
    check(status(() -> new CallbacksApi(client).getCallback(UUID.randomUUID())) == 404, "an unknown job");
    StatusDocument created =
        jobs.createJob(null, null, null, new JobRequest().operation("simulate").input(Map.of("failAtStep", 1)));
    StatusDocument ended = awaitEnd(created.getId());
    check(ended.getStatus() == JobStatus.FAILED && ended.getError().getMessage() != null, "a failure: " + ended);
  }

  private StatusDocument awaitEnd(UUID id) throws ApiException {
    StatusDocument job = jobs.getJobStatus(id, null, "wait=60");
    while (job.getStatus() == JobStatus.NOT_STARTED || job.getStatus() == JobStatus.RUNNING) {
      job = jobs.getJobStatus(id, null, "wait=60");
    }
    return job;
  }

  /** What the generator makes of getOutput takes bytes for JSON; its HTTP client does not. */
  private String output(StatusDocument job) throws Exception {
    HttpRequest get = HttpRequest.newBuilder(job.getResourceLocation()).build();
    return client.getHttpClient().send(get, HttpResponse.BodyHandlers.ofString()).body();
  }

  private interface Call {
    void make() throws ApiException;
  }

  private static int status(Call call) {
    try {
      call.make();
      return 200;
    } catch (ApiException e) {
      return e.getCode();
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
