package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.CreatesJob;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.http.IdempotencyKey;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.IdempotencyRule;
import org.meanwhile.api.request.JobCreation;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.request.RequestValidation;
import org.meanwhile.api.request.SchedulePage;
import org.meanwhile.api.request.ScheduleRequestReader;
import org.meanwhile.api.wait.LongPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.schedule.Schedule;
import org.meanwhile.job.schedule.ScheduleDefinition;
import org.meanwhile.job.schedule.ScheduleSettings;
import org.meanwhile.job.schedule.Schedules;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.platform.WebhookSecret;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /schedule}: jobs on the clock. Each caller has its own, operators too. */
@Path("/schedule")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ScheduleResource {
  private static final String KIND = "schedule";

  /** Room for another schedule comes when the caller deletes one. */
  private static final Duration FULL_RETRY = Duration.ofMinutes(1);

  @Inject private Schedules schedules;
  @Inject private ScheduleDocuments documents;
  @Inject private ScheduleRequestReader reader;
  @Inject private JobCreation creation;
  @Inject private RequestValidation validation;
  @Inject private LongPolls longPolls;
  @Inject private UuidV7 ids;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Inject private RequestLinks links;
  @Inject private Audit audit;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;

  /** A page of the caller's schedules, in the order of their names. */
  @GET
  public Response list() {
    SchedulePage page = SchedulePage.read(uri.getQueryParameters());
    List<Schedule> found = schedules.list(caller.name(), page.after(), page.limit() + 1);
    List<Schedule> shown = found.subList(0, Math.min(page.limit(), found.size()));
    ObjectNode document = json.object();
    ArrayNode items = document.putArray("items");
    shown.forEach(schedule -> items.add(documents.of(schedule, links())));
    Response.ResponseBuilder response =
        Response.ok().header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED);
    if (found.size() > shown.size()) {
      URI next =
          uri.getRequestUriBuilder()
              .replaceQueryParam("cursor", shown.get(shown.size() - 1).name())
              .build();
      document.put("next", next.toString());
      response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
    }
    return response.entity(json.write(document)).build();
  }

  @GET
  @Path("/{name}")
  public Response one(@PathParam("name") String name) {
    Schedule schedule = find(name);
    Conditions conditions = RequestFields.conditions(headers);
    if (conditions.ifMatch()) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the schedule is at another version");
    }
    return conditions.match(documents.tag(schedule))
        ? headed(Response.notModified(), schedule).build()
        : document(Response.ok(), schedule);
  }

  /** Creates the schedule, or replaces all that is said of it. */
  @PUT
  @Path("/{name}")
  public Response put(@PathParam("name") String name, InputStream body) throws IOException {
    requireName(name);
    ScheduleDefinition definition = reader.read(body, headers.getMediaType(), uri.getBaseUri());
    if (RequestValidation.isWanted(uri)) {
      requireConditions(schedules.find(caller.name(), name));
      return validation.valid();
    }
    Schedules.Put put =
        schedules
            .put(
                caller.name(),
                name,
                definition,
                settings.get(ScheduleSettings.MAX_PER_CALLER),
                this::requireConditions)
            .orElseThrow(
                () ->
                    new Problem(
                            ProblemType.QUOTA_EXCEEDED,
                            "the caller has as many schedules as it may have")
                        .retryAfter(FULL_RETRY));
    audit.changed(Audit.Event.SCHEDULE_PUT, KIND, name);
    return document(
        put.created() ? Response.created(URI.create(links().schedule(name))) : Response.ok(),
        put.schedule());
  }

  /** As for jobs: tags are weak, and {@code If-Match} compares strongly. */
  private void requireConditions(Optional<Schedule> existing) {
    String match = headers.getHeaderString(HttpHeaders.IF_MATCH);
    if (match != null && !(existing.isPresent() && match.strip().equals("*"))) {
      throw new Problem(
          ProblemType.PRECONDITION_FAILED, "If-Match does not hold for this schedule");
    }
    if (existing.isPresent()
        && RequestFields.conditions(headers).match(documents.tag(existing.get()))) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the schedule exists already");
    }
  }

  /** Deletes the schedule; its jobs stay. */
  @DELETE
  @Path("/{name}")
  @Produces(MediaType.WILDCARD)
  public Response delete(@PathParam("name") String name) {
    if (RequestFields.isConditional(headers)) {
      requireConditions(Optional.of(find(name)));
    }
    if (!SchedulePage.isName(name) || !schedules.delete(caller.name(), name)) {
      throw unknown();
    }
    audit.changed(Audit.Event.SCHEDULE_DELETED, KIND, name);
    return Response.noContent().build();
  }

  /** Makes a job of the schedule now, whether it is paused and whatever its earlier jobs do. */
  @POST
  @Path("/{name}/run")
  @CreatesJob
  @LongPollable
  public CompletionStage<Object> run(@PathParam("name") String name) {
    Schedule schedule = find(name);
    List<WebhookSecret> secrets =
        schedules
            .secrets(schedule)
            .orElseThrow(
                () -> new IllegalStateException("no key opens a secret of a schedule's callback"));
    if (RequestValidation.isWanted(uri)) {
      return Answer.of(creation.validateOfSchedule(schedule, secrets));
    }
    Submission submission =
        creation.createOfSchedule(
            schedule,
            secrets,
            headers,
            new JobId(ids.next()),
            IdempotencyRule.of(IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.FIELD))),
            uri.getBaseUri());
    if (submission.created()) {
      audit.changed(Audit.Event.SCHEDULE_RUN, KIND, name);
    }
    return Answer.of(
        longPolls.created(
            JobsResource.made(submission),
            Targets.of(links.of(uri)).preferredBy(headers),
            RequestFields.wait(headers)));
  }

  private static void requireName(String name) {
    if (!SchedulePage.isName(name)) {
      throw Problem.invalid(
          List.of(
              new Violation(
                  "/name", "must be 1 to 64 letters, digits, dots, hyphens and underscores")));
    }
  }

  private Schedule find(String name) {
    return Optional.of(name)
        .filter(SchedulePage::isName)
        .flatMap(valid -> schedules.find(caller.name(), valid))
        .orElseThrow(ScheduleResource::unknown);
  }

  private static Problem unknown() {
    return new Problem(ProblemType.UNKNOWN_SCHEDULE, "the caller has no schedule of this name");
  }

  private Response document(Response.ResponseBuilder response, Schedule schedule) {
    return headed(response, schedule).entity(json.write(documents.of(schedule, links()))).build();
  }

  private Response.ResponseBuilder headed(Response.ResponseBuilder response, Schedule schedule) {
    return response
        .header(HttpHeaders.ETAG, "W/\"" + documents.tag(schedule) + '"')
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED);
  }

  private Links links() {
    return new Links(uri.getBaseUri());
  }
}
