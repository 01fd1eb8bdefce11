package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.change.CallbackPatch;
import org.meanwhile.job.change.JobPatch;
import org.meanwhile.job.change.LabelPatch;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import tools.jackson.databind.JsonNode;

/**
 * Reads a change of a job as a JSON Merge Patch (RFC 7396), each member as at creation: null gives
 * back what a request without the member has, and what is left out stays as it is.
 */
@ApplicationScoped
public class JobPatchReader {
  @Inject private Json json;
  @Inject private JobRequestReader members;
  @Inject private CallbackReader callbacks;
  @Inject private Settings settings;

  /**
   * Reads a patch.
   *
   * @param base the root of this server, for the links in callbacks
   * @throws Problem 415 for another media type, 400 when the patch is not valid
   */
  public JobPatch read(InputStream body, MediaType type, URI base) throws IOException {
    MergePatchBody.requireType(type);
    JsonNode patch = json.read(body);
    if (!patch.isObject()) {
      throw Problem.invalid(List.of(new Violation("", "must be an object")));
    }
    List<Violation> violations = new ArrayList<>();
    JobPatch read = read(patch, base, violations);
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
    return read;
  }

  private JobPatch read(JsonNode patch, URI base, List<Violation> violations) {
    Optional<Long> version = Optional.empty();
    Optional<Integer> priority = Optional.empty();
    Optional<Instant> startAt = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    Optional<JobPatch.Deadline> deadline = Optional.empty();
    Optional<Duration> retain = Optional.empty();
    Optional<LabelPatch> labels = Optional.empty();
    Optional<CallbackPatch> callback = Optional.empty();
    Optional<Boolean> suspended = Optional.empty();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "version" -> version = version(value, violations);
        case "priority" ->
            priority =
                Optional.of(value.isNull() ? 0 : JobRequestReader.priority(value, violations));
        case "startAt" ->
            startAt =
                value.isNull() ? Optional.of(Instant.EPOCH) : members.startAt(value, violations);
        case "timeout" ->
            timeout =
                duration(
                    value,
                    "/timeout",
                    Duration.ofMillis(1),
                    JobSettings.TIMEOUT_DEFAULT,
                    JobSettings.TIMEOUT_MAX,
                    violations);
        case "deadline" ->
            deadline =
                Optional.of(
                    new JobPatch.Deadline(
                        value.isNull() ? Optional.empty() : members.deadline(value, violations)));
        case "retain" ->
            retain =
                duration(
                    value,
                    "/retain",
                    Duration.ZERO,
                    JobSettings.RETAIN_DEFAULT,
                    JobSettings.RETAIN_MAX,
                    violations);
        case "labels" -> labels = Optional.of(labels(value, violations));
        case "callback" ->
            callback =
                value.isNull()
                    ? Optional.of(CallbackPatch.REMOVED)
                    : callbacks.readPatch(value, base, violations);
        case "suspended" -> suspended = Optional.of(suspended(value, violations));
        default ->
            violations.add(
                new Violation(Pointer.ROOT.member(member.getKey()).text(), "cannot be changed"));
      }
    }
    return new JobPatch(
        version, priority, startAt, timeout, deadline, retain, labels, callback, suspended);
  }

  /** Null, which no job has, asks for nothing. */
  private static Optional<Long> version(JsonNode value, List<Violation> violations) {
    if (value.isNull()) {
      return Optional.empty();
    }
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
      return Optional.of(value.decimalValue().longValueExact());
    }
    violations.add(new Violation("/version", "must be a whole number"));
    return Optional.empty();
  }

  private Optional<Duration> duration(
      JsonNode value,
      String pointer,
      Duration min,
      Setting<Duration> whenNull,
      Setting<Duration> max,
      List<Violation> violations) {
    return Optional.of(
        value.isNull()
            ? settings.get(whenNull)
            : members.duration(value, pointer, min, max, violations));
  }

  private static LabelPatch labels(JsonNode value, List<Violation> violations) {
    Set<String> removed = new TreeSet<>();
    Map<String, String> set = new TreeMap<>();
    if (!value.isNull() && !value.isObject()) {
      violations.add(new Violation("/labels", "must be an object"));
    }
    for (Map.Entry<String, JsonNode> label : value.properties()) {
      if (label.getValue().isNull()) {
        removed.add(label.getKey());
      } else {
        JobRequestReader.label(label.getKey(), label.getValue(), violations)
            .ifPresent(text -> set.put(label.getKey(), text));
      }
    }
    return new LabelPatch(value.isNull(), removed, set);
  }

  private static boolean suspended(JsonNode value, List<Violation> violations) {
    if (!value.isBoolean() && !value.isNull()) {
      violations.add(new Violation("/suspended", "must be true or false"));
    }
    return value.isBoolean() && value.booleanValue();
  }
}
