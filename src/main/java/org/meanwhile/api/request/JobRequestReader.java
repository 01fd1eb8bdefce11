package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.estimate.QueueEstimates;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.notation.Rfc3339;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import org.meanwhile.security.OperationAccess;
import tools.jackson.databind.JsonNode;

/** Reads the JSON of a request for a job and tells everything that is wrong with it at once. */
@ApplicationScoped
public class JobRequestReader {
  private static final int MAX_PRIORITY = 100;
  private static final Set<String> KNOWN =
      Set.of(
          "operation",
          "input",
          "labels",
          "priority",
          "startAt",
          "deadline",
          "timeout",
          "retain",
          "callback",
          "after",
          "file",
          "reuse");
  private static final Set<String> KNOWN_OF_MEMBER =
      Stream.concat(KNOWN.stream(), Stream.of("id")).collect(Collectors.toUnmodifiableSet());
  private static final Pointer LABELS = Pointer.ROOT.member("labels");
  private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

  @Inject private Catalogue catalogue;
  @Inject private OperationAccess access;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Inject private CallbackReader callbacks;
  @Inject private Settings settings;
  @Inject private QueueEstimates estimates;
  @Inject private DependencyReader dependencies;

  /**
   * Reads and validates a request, including the input of its operation.
   *
   * @throws Problem 400 when it is not valid, with all violations; 403 when the caller may not use
   *     the operation
   */
  public JobRequest read(JsonNode body) {
    return read(body, Asker.of(caller));
  }

  /**
   * The same for any caller: there need not be a request of its.
   *
   * @throws Problem likewise
   */
  JobRequest read(JsonNode body, Asker asker) {
    return read(body, asker, defaults(), DependencyReader.NO_MEMBERS, KNOWN);
  }

  /**
   * Reads and validates the request for a member of a group.
   *
   * @param asker the caller of the group
   * @param group gives what the member does not name
   * @param earlier the members before it
   * @throws Problem likewise
   */
  JobRequest readMember(JsonNode body, Asker asker, JobRequest group, Predicate<JobId> earlier) {
    JobRequest member = read(body, asker, group.forMembers(), earlier, KNOWN_OF_MEMBER);
    if (member.isGroup()) {
      throw Problem.invalid(List.of(new Violation("/operation", "a member is no group")));
    }
    member.checkFile(Optional.empty());
    return member;
  }

  private JobRequest defaults() {
    return new JobRequest(
        null,
        "{}",
        Map.of(),
        0,
        Optional.empty(),
        Optional.empty(),
        settings.get(JobSettings.TIMEOUT_DEFAULT),
        settings.get(JobSettings.RETAIN_DEFAULT),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private JobRequest read(
      JsonNode body,
      Asker asker,
      JobRequest defaults,
      Predicate<JobId> members,
      Set<String> known) {
    if (!body.isObject()) {
      throw Problem.invalid(List.of(new Violation("", "must be an object")));
    }
    List<Violation> violations = new ArrayList<>();
    String name = "";
    String input = "{}";
    Map<String, String> labels = defaults.labels();
    int priority = defaults.priority();
    Optional<Instant> startAt = defaults.startAt();
    Optional<Instant> deadline = defaults.deadline();
    Duration timeout = defaults.timeout();
    Duration retain = defaults.retain();
    Optional<CallbackReader.RequestedCallback> callback = Optional.empty();
    Optional<Duration> reuse = Optional.empty();
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      JsonNode value = member.getValue();
      if (value.isNull() && known.contains(member.getKey())) {
        continue;
      }
      switch (known.contains(member.getKey()) ? member.getKey() : "") {
        case "operation" -> name = text(value, "/operation", violations);
        case "input" -> input = input(value, violations);
        case "labels" -> labels = labels(value, defaults.labels(), violations);
        case "priority" -> priority = priority(value, violations);
        case "startAt" -> startAt = startAt(value, violations);
        case "deadline" -> deadline = deadline(value, violations);
        case "timeout" ->
            timeout =
                duration(
                    value, "/timeout", Duration.ofMillis(1), JobSettings.TIMEOUT_MAX, violations);
        case "retain" ->
            retain = duration(value, "/retain", Duration.ZERO, JobSettings.RETAIN_MAX, violations);
        case "callback" -> callback = callbacks.read(value, violations);
        case "reuse" ->
            reuse =
                Optional.of(
                    duration(
                        value,
                        ReuseRule.POINTER,
                        Duration.ZERO,
                        JobSettings.RETAIN_MAX,
                        violations));
        case "after", "file", "id" -> {
          // after and file are read together below: a file implies that its job has ended. The id
          // of a member is read before.
        }
        default ->
            violations.add(
                new Violation(Pointer.ROOT.member(member.getKey()).text(), "is not known"));
      }
    }
    if (!body.hasNonNull("operation")) {
      violations.add(new Violation("/operation", "is required"));
    }
    OfferedOperation operation = name.isEmpty() ? null : find(name);
    List<Dependency> after =
        dependencies.read(body, asker.scope(), defaults.after(), members, violations);
    if (operation != null) {
      requireAllowed(name, asker);
    }
    check(operation, input, violations);
    if (reuse.isPresent() && violations.isEmpty()) {
      boolean isMember = known == KNOWN_OF_MEMBER;
      ReuseRule.violation(operation, input, after, isMember).ifPresent(violations::add);
    }
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
    if (!operation.allows(input, asker.name(), asker.isOperator())) {
      throw new Problem(
          ProblemType.FORBIDDEN, "the caller may not request this operation with this input");
    }
    return new JobRequest(
        operation, input, labels, priority, startAt, deadline, timeout, retain, callback, after,
        reuse);
  }

  private OfferedOperation find(String name) {
    return catalogue
        .find(name)
        .orElseThrow(
            () ->
                new Problem(
                    ProblemType.UNKNOWN_OPERATION_ASKED, "there is no operation of this name"));
  }

  private void requireAllowed(String name, Asker asker) {
    if (!access.allows(name, asker.groups())) {
      if (caller.knownName().isPresent()) {
        audit.operationDenied(name);
      }
      throw new Problem(
          ProblemType.FORBIDDEN, "the caller is in none of the groups that may use this operation");
    }
  }

  private static void check(OfferedOperation operation, String input, List<Violation> violations) {
    if (operation == null) {
      return;
    }
    try {
      operation.check(input);
    } catch (InvalidInput e) {
      e.violations()
          .forEach(v -> violations.add(new Violation("/input" + v.pointer(), v.detail())));
    }
  }

  private static String text(JsonNode value, String pointer, List<Violation> violations) {
    if (value.isString() && !value.stringValue().isEmpty()) {
      return value.stringValue();
    }
    violations.add(new Violation(pointer, "must be a string that is not empty"));
    return "";
  }

  /** The input as text, in the form that is stored. */
  private static String input(JsonNode value, List<Violation> violations) {
    String json = value.toString();
    if (HALF_PAIR.matcher(json).find()) {
      violations.add(
          new Violation("/input", "has half a surrogate pair, which is not a character"));
    }
    return json;
  }

  static int priority(JsonNode value, List<Violation> violations) {
    // As in JSON Schema, 5.0 is a whole number.
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt()) {
      int priority = value.decimalValue().intValueExact();
      if (Math.abs((long) priority) <= MAX_PRIORITY) {
        return priority;
      }
    }
    violations.add(
        new Violation(
            "/priority", "must be a whole number from -" + MAX_PRIORITY + " to " + MAX_PRIORITY));
    return 0;
  }

  private Map<String, String> labels(
      JsonNode value, Map<String, String> inherited, List<Violation> violations) {
    if (!value.isObject()) {
      violations.add(new Violation("/labels", "must be an object"));
      return Map.of();
    }
    Map<String, String> labels = new TreeMap<>(inherited);
    for (Map.Entry<String, JsonNode> label : value.properties()) {
      label(label.getKey(), label.getValue(), violations)
          .ifPresent(text -> labels.put(label.getKey(), text));
    }
    if (labels.size() > settings.get(JobSettings.LABELS_MAX_COUNT)) {
      violations.add(
          new Violation(
              "/labels", "must be at most " + settings.get(JobSettings.LABELS_MAX_COUNT)));
    }
    return labels;
  }

  /** The value of one label as it is stored; empty when it, or its name, is not valid. */
  static Optional<String> label(String name, JsonNode value, List<Violation> violations) {
    String pointer = LABELS.member(name).text();
    if (!LabelSyntax.isName(name)) {
      violations.add(new Violation(pointer, LabelSyntax.NAME_RULE));
    } else if (!value.isString() || !LabelSyntax.isValue(value.stringValue())) {
      violations.add(new Violation(pointer, LabelSyntax.VALUE_RULE));
    } else {
      return Optional.of(LabelSyntax.stored(value.stringValue()));
    }
    return Optional.empty();
  }

  Optional<Instant> startAt(JsonNode value, List<Violation> violations) {
    Duration limit = settings.get(JobSettings.START_MAX);
    Optional<Instant> time = time(value, "/startAt", violations);
    if (time.isPresent() && !time.get().isBefore(estimates.databaseNow().plus(limit))) {
      violations.add(
          new Violation("/startAt", "must be within " + IsoDuration.text(limit) + " from now"));
    }
    return time;
  }

  /** May be before the start: the job then fails at its deadline, without a run. */
  Optional<Instant> deadline(JsonNode value, List<Violation> violations) {
    Optional<Instant> time = time(value, "/deadline", violations);
    if (time.isPresent() && !time.get().isAfter(estimates.databaseNow())) {
      violations.add(new Violation("/deadline", "must not be past already"));
    }
    return time;
  }

  private static Optional<Instant> time(
      JsonNode value, String pointer, List<Violation> violations) {
    try {
      Instant time = Rfc3339.parse(value.isString() ? value.stringValue() : "");
      return Optional.of(Rfc3339.withinYears(time).truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeException e) {
      violations.add(
          new Violation(pointer, "must be a time of RFC 3339, such as 2026-12-01T02:00:00Z"));
      return Optional.empty();
    }
  }

  Duration duration(
      JsonNode value,
      String pointer,
      Duration min,
      Setting<Duration> maxSetting,
      List<Violation> violations) {
    Duration max = settings.get(maxSetting);
    String text = value.isString() ? value.stringValue() : "";
    try {
      Duration duration = IsoDuration.parse(text);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
      violations.add(
          new Violation(
              pointer, "must be from " + IsoDuration.text(min) + " to " + IsoDuration.text(max)));
    } catch (DateTimeException e) {
      violations.add(
          new Violation(
              pointer,
              "must be an ISO 8601 duration, such as PT1H, P2D or P1W, without years and months"));
    }
    return max;
  }
}
