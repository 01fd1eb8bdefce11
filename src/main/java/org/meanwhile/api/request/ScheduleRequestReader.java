package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.schedule.CatchUp;
import org.meanwhile.job.schedule.Overlap;
import org.meanwhile.job.schedule.ScheduleDefinition;
import org.meanwhile.notation.CronLine;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.WebhookSecret;
import org.meanwhile.security.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a caller says of a schedule and tells everything that is wrong with it at once. */
@ApplicationScoped
public class ScheduleRequestReader {
  private static final String JOB = "job";

  @Inject private Json json;
  @Inject private JobRequestReader jobs;
  @Inject private Caller caller;

  /**
   * Reads and validates a schedule, its job as a whole included.
   *
   * @param base the root of this server, for the links in callbacks
   * @throws Problem 415 when the body is not JSON; 400 when it is not valid, with all violations;
   *     403 when the caller may not use the operation
   */
  public ScheduleDefinition read(InputStream body, MediaType type, URI base) throws IOException {
    if (!BodyTypes.isJson(type)) {
      throw Problem.unsupportedType("a schedule is application/json", MediaType.APPLICATION_JSON);
    }
    JsonNode request = json.read(body);
    if (!request.isObject()) {
      throw Problem.invalid(List.of(new Violation("", "must be an object")));
    }
    return read(new Members(request), base);
  }

  private ScheduleDefinition read(Members members, URI base) {
    String cron = members.cron();
    ZoneId zone = members.zone();
    Overlap overlap = members.choice("overlap", Overlap.QUEUE, Overlap.values());
    CatchUp catchUp = members.choice("catchUp", CatchUp.ONE, CatchUp.values());
    boolean paused = members.flag("paused");
    Optional<JobRequest> job = job(members);
    if (!members.violations.isEmpty()) {
      throw Problem.invalid(members.violations);
    }
    List<WebhookSecret> secrets =
        job.orElseThrow()
            .callback()
            .map(CallbackReader.RequestedCallback::secrets)
            .orElse(List.of());
    return new ScheduleDefinition(
        cron,
        zone,
        withoutSecrets(members.request.get(JOB)).toString(),
        secrets,
        base.toString(),
        caller.memberships(),
        overlap,
        catchUp,
        paused);
  }

  /** Other problems of the job than violations are told when there are no violations at all. */
  private Optional<JobRequest> job(Members members) {
    if (!members.request.hasNonNull(JOB)) {
      members.violations.add(new Violation("/job", "is required"));
      return Optional.empty();
    }
    try {
      JobRequest job = jobs.read(members.request.get(JOB));
      boolean given = job.after().stream().anyMatch(Dependency::givesFile);
      if (!given && job.operation().takesFile() && job.operation().fileRequired()) {
        members.violations.add(
            new Violation("/job/operation", "needs a file, which a schedule cannot send"));
      } else {
        job.checkFile(Optional.empty());
      }
      return Optional.of(job);
    } catch (Problem problem) {
      problem
          .errors()
          .forEach(v -> members.violations.add(new Violation("/job" + v.pointer(), v.detail())));
      if (members.violations.isEmpty()) {
        throw problem;
      }
      return Optional.empty();
    }
  }

  private static JsonNode withoutSecrets(JsonNode job) {
    JsonNode copy = job.deepCopy();
    if (copy.get("callback") instanceof ObjectNode callback) {
      callback.remove(List.of("secret", "secrets"));
    }
    return copy;
  }

  /** The members beside the job, which are read one by one. */
  private static final class Members {
    private final List<Violation> violations = new ArrayList<>();
    private final JsonNode request;

    private Members(JsonNode request) {
      this.request = request;
      for (Map.Entry<String, JsonNode> member : request.properties()) {
        switch (member.getKey()) {
          case "cron", "zone", JOB, "overlap", "catchUp", "paused" -> {}
          default ->
              violations.add(
                  new Violation(Pointer.ROOT.member(member.getKey()).text(), "is not known"));
        }
      }
    }

    private String cron() {
      JsonNode value = request.get("cron");
      if (value == null || !value.isString()) {
        violations.add(new Violation("/cron", value == null ? "is required" : "must be a string"));
        return "";
      }
      try {
        CronLine.parse(value.stringValue());
      } catch (IllegalArgumentException e) {
        violations.add(new Violation("/cron", e.getMessage()));
      }
      return value.stringValue().strip();
    }

    /** A name of the time zone database: an offset alone is no zone. */
    private ZoneId zone() {
      if (!request.hasNonNull("zone")) {
        return ZoneId.of("UTC");
      }
      String name = request.get("zone").isString() ? request.get("zone").stringValue() : "";
      if (ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
        try {
          return ZoneId.of(name);
        } catch (DateTimeException e) {
          // Told below.
        }
      }
      violations.add(
          new Violation("/zone", "must be the name of a time zone, such as UTC or Europe/Berlin"));
      return ZoneOffset.UTC;
    }

    private <E extends Enum<E>> E choice(String name, E standard, E[] values) {
      if (!request.hasNonNull(name)) {
        return standard;
      }
      String text = request.get(name).isString() ? request.get(name).stringValue() : "";
      for (E value : values) {
        if (word(value).equals(text)) {
          return value;
        }
      }
      violations.add(
          new Violation(
              "/" + name,
              "must be one of "
                  + Arrays.stream(values)
                      .map(ScheduleRequestReader::word)
                      .collect(Collectors.joining(", "))));
      return standard;
    }

    private boolean flag(String name) {
      JsonNode value = request.get(name);
      if (value == null || value.isNull()) {
        return false;
      }
      if (!value.isBoolean()) {
        violations.add(new Violation("/" + name, "must be true or false"));
      }
      return value.isBoolean() && value.booleanValue();
    }
  }

  /** A choice as it is in JSON. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
