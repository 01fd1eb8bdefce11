package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.ScheduleRequestReader;
import org.meanwhile.job.estimate.QueueEstimates;
import org.meanwhile.job.schedule.Schedule;
import org.meanwhile.representation.Links;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the document of a schedule for its caller. Safe for many threads. */
@ApplicationScoped
public class ScheduleDocuments {
  private static final int SHOWN_INSTANTS = 5;

  @Inject private Json json;
  @Inject private QueueEstimates estimates;

  /** The document. Members without a value are left out. */
  ObjectNode of(Schedule schedule, Links links) {
    ObjectNode document =
        json.object()
            .put("name", schedule.name())
            .put("version", schedule.version())
            .put("cron", schedule.cron())
            .put("zone", schedule.zone());
    document.set("job", json.tree(schedule.request()));
    document
        .put("overlap", ScheduleRequestReader.word(schedule.overlap()))
        .put("catchUp", ScheduleRequestReader.word(schedule.catchUp()))
        .put("paused", schedule.paused());
    ArrayNode next = document.putArray("next");
    next(schedule).forEach(instant -> next.add(instant.toString()));
    document
        .put("createdAt", schedule.createdAt().toString())
        .put("changedAt", schedule.changedAt().toString());
    past(schedule, links, document);
    document
        .putObject("links")
        .put("self", links.schedule(schedule.name()))
        .put("run", links.scheduleRun(schedule.name()))
        .put("jobs", links.jobsOfSchedule(schedule.name()));
    return document;
  }

  private static void past(Schedule schedule, Links links, ObjectNode document) {
    schedule
        .lastFire()
        .ifPresent(
            fire ->
                document
                    .put("lastFireAt", fire.at().toString())
                    .put("lastJob", links.job(fire.job())));
    schedule
        .lastPassedOverAt()
        .ifPresent(instant -> document.put("lastPassedOverAt", instant.toString()));
    schedule.lastRefusal().ifPresent(refusal -> describe(refusal, document));
  }

  private static void describe(Schedule.Refusal refusal, ObjectNode document) {
    String uri = "/problem/" + refusal.code();
    ObjectNode problem = document.putObject("lastProblem").put("type", uri);
    type(uri).ifPresent(type -> problem.put("title", type.title()).put("status", type.status()));
    problem.put("detail", refusal.detail()).put("fireAt", refusal.at().toString());
  }

  private static Optional<ProblemType> type(String uri) {
    return Arrays.stream(ProblemType.values()).filter(type -> type.uri().equals(uri)).findFirst();
  }

  private List<Instant> next(Schedule schedule) {
    return schedule.nextAfter(estimates.databaseNow()).limit(SHOWN_INSTANTS).toList();
  }

  /** What the tag of the document is made of: the next instants change as time goes by. */
  String tag(Schedule schedule) {
    return schedule.version() + "-" + next(schedule).get(0).getEpochSecond();
  }
}
