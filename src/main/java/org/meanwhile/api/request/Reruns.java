package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.api.http.IdempotencyKey;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Callback;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.submit.FileGone;
import org.meanwhile.job.submit.KeptRequest;
import org.meanwhile.job.submit.KeptRequests;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Sha256;
import org.meanwhile.platform.Spans;
import org.meanwhile.platform.WebhookSecret;
import org.meanwhile.security.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a new job of what an ended one was made of. The request is put together again and then read
 * as any other, so that the operation's input is validated as the operation is now; the new job
 * belongs to the caller of the ended one, whoever asks for it, and is counted in that caller's
 * quotas.
 *
 * <p>Timeout and retention that have become longer than the settings allow are cut to what they
 * allow, because their caller cannot tell why they should be refused. All else that is no longer
 * valid is 400.
 */
@ApplicationScoped
public class Reruns {
  private static final Set<String> OVERRIDES =
      Set.of("labels", "priority", "startAt", "timeout", "deadline", "retain", "callback");

  @Inject private KeptRequests kept;
  @Inject private Submissions submissions;
  @Inject private RepeatedRequests repeated;
  @Inject private JobRequestReader reader;
  @Inject private GroupCreation groups;
  @Inject private RequestValidation validation;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Inject private Spans spans;

  /**
   * Reads what is to be another way than it was.
   *
   * @return the members; none when there is no body
   * @throws Problem 415 when the body is no JSON, 400 when it has other members
   */
  public ObjectNode overrides(InputStream body, MediaType type) throws IOException {
    Optional<InputStream> content = JobCreation.nonEmpty(body);
    if (content.isEmpty()) {
      return json.object();
    }
    if (!BodyTypes.isJson(type)) {
      throw Problem.unsupportedType(
          "what is to be another way is application/json", MediaType.APPLICATION_JSON);
    }
    JsonNode given = json.read(content.get());
    if (given.isNull()) {
      // What generated clients send when they are given no body.
      return json.object();
    }
    if (!(given instanceof ObjectNode members)) {
      throw Problem.invalid(List.of(new Violation("", "must be an object")));
    }
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      if (!OVERRIDES.contains(member.getKey())) {
        violations.add(
            new Violation(
                Pointer.ROOT.member(member.getKey()).text(), "cannot be another way than it was"));
      }
    }
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
    return members;
  }

  /**
   * Stores the new job, or finds the one of an earlier request with the same key.
   *
   * @param original has ended
   * @param id of the new job
   * @param base the root of this server, for the links in callbacks
   * @throws Problem 409 when what the job was made of is gone; as a creation otherwise
   */
  public Submission rerun(
      JobView original, ObjectNode overrides, JobId id, HttpHeaders headers, URI base) {
    RequestIdentity identity = identity(original.job(), overrides, id, headers);
    Optional<Submission> earlier = repeated.find(identity);
    return earlier.orElseGet(() -> submit(original, overrides, identity, headers, base));
  }

  private Submission submit(
      JobView original,
      ObjectNode overrides,
      RequestIdentity identity,
      HttpHeaders headers,
      URI base) {
    Valid made = valid(original, overrides);
    NewJob job = newJob(original, made, identity, headers, base);
    try {
      return made.request().isGroup()
          ? groups.submit(made.request(), job, base, asker())
          : submissions.submit(job);
    } catch (FileGone e) {
      throw inputGone("the file of the job is deleted");
    }
  }

  /**
   * Validates the request for the new job, and stores nothing.
   *
   * @return 200 with an estimate
   * @throws Problem as {@link #rerun}
   */
  public Response validate(JobView original, ObjectNode overrides) {
    // The file is shared, so it takes no room.
    Valid made = valid(original, overrides);
    int jobs =
        made.request().isGroup()
            ? 1 + groups.validate(made.request(), made.kept().file(), asker())
            : 1;
    return validation.respond(made.request(), original.job().caller(), jobs, 0);
  }

  private Asker asker() {
    return Asker.of(caller);
  }

  private record Valid(JobRequest request, KeptRequest kept) {}

  private Valid valid(JobView original, ObjectNode overrides) {
    if (original.expired()) {
      throw inputGone("the job has expired, and its input with it");
    }
    Job job = original.job();
    KeptRequest request =
        kept.find(job.id()).orElseThrow(() -> inputGone("there is no record of the job any more"));
    JobRequest valid = reader.read(merged(job, request, overrides));
    if (!request.fileAlways() && valid.operation().takesFile()) {
      throw inputGone("the job has no file: it is deleted, or never came");
    }
    valid.checkFile(request.file());
    return new Valid(valid, request);
  }

  private NewJob newJob(
      JobView original, Valid made, RequestIdentity identity, HttpHeaders headers, URI base) {
    Job job = original.job();
    return made.request()
        .newJob(
            job.caller(),
            identity.id(),
            settings.get(JobSettings.TOMBSTONE_RETAIN),
            made.kept().file(),
            identity.idempotency(),
            base,
            spans.ofRequest(RequestFields.trace(headers)),
            origin(job, made.request()));
  }

  /**
   * What acts on other jobs gets the rights of its caller now, but by somebody else its old ones.
   */
  private JobOrigin origin(Job job, JobRequest valid) {
    JobOrigin origin = JobOrigin.rerunOf(job.id());
    if (!valid.operation().actsOnJobs()) {
      return origin;
    }
    return job.caller().equals(caller.name())
        ? origin.by(caller.memberships())
        : origin.by(job.origin().callerGroups());
  }

  /**
   * A key belongs to the caller of the job. The key of an operator who runs somebody's job again is
   * stored in a form that the job's caller cannot send by chance.
   */
  private RequestIdentity identity(
      Job original, ObjectNode overrides, JobId id, HttpHeaders headers) {
    Optional<String> key =
        IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.FIELD))
            .map(
                text ->
                    original.caller().equals(caller.name())
                        ? text
                        : "by " + Sha256.hex(caller.name() + '\n' + text));
    ObjectNode fingerprinted = overrides.deepCopy().put("rerunOf", original.id().toString());
    return IdempotencyRule.of(key).identify(id, original.caller(), fingerprinted, Optional.empty());
  }

  private ObjectNode merged(Job job, KeptRequest request, ObjectNode overrides) {
    ObjectNode merged =
        json.object()
            .put("operation", job.operation())
            .put("priority", job.priority())
            .put("timeout", atMost(job.timeout(), JobSettings.TIMEOUT_MAX))
            .put("retain", atMost(job.retain(), JobSettings.RETAIN_MAX));
    merged.set("input", json.tree(request.input()));
    job.labels().forEach(merged.putObject("labels")::put);
    if (!overrides.has("callback")) {
      request.callback().ifPresent(callback -> merged.set("callback", describe(callback, request)));
    }
    merged.setAll(overrides);
    return merged;
  }

  private String atMost(Duration wanted, Setting<Duration> max) {
    Duration limit = settings.get(max);
    return (wanted.compareTo(limit) > 0 ? limit : wanted).toString();
  }

  private JsonNode describe(Callback callback, KeptRequest request) {
    if (request.secretsLost()) {
      throw inputGone("the secret of its callback cannot be read any more: name a callback");
    }
    ObjectNode document = json.object().put("url", callback.url());
    if (!callback.secrets().isEmpty()) {
      ArrayNode secrets = document.putArray("secrets");
      callback.secrets().stream().map(WebhookSecret::text).forEach(secrets::add);
    }
    return document;
  }

  private static Problem inputGone(String detail) {
    return new Problem(ProblemType.INPUT_GONE, detail);
  }
}
