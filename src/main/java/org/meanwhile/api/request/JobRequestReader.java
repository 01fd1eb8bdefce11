package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.StagedFile;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.IsoDuration;
import org.meanwhile.platform.Rfc3339;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;
import tools.jackson.databind.JsonNode;

/** Reads what a client asks for and tells everything that is wrong with it at once. */
@ApplicationScoped
public class JobRequestReader {
  private static final int PRIORITY = 100;
  private static final Set<String> KNOWN =
      Set.of(
          "operation", "input", "labels", "priority", "startAt", "timeout", "retain", "callback");
  private static final Pointer LABELS = Pointer.ROOT.member("labels");
  private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9._/-]{1,63}");

  /** Half a surrogate pair is no character, and no database could give it back. */
  private static final Pattern LABEL_VALUE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{0,255}");

  private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

  @Inject private Catalogue catalogue;
  @Inject private CallbackReader callbacks;
  @Inject private Settings settings;
  @Inject private Clock clock;

  /** A request that may be stored once the file, if its operation takes one, has come. */
  record Asked(
      OfferedOperation operation,
      String input,
      Map<String, String> labels,
      int priority,
      Optional<Instant> startAt,
      Duration timeout,
      Duration retain,
      Optional<CallbackReader.RequestedCallback> callback) {

    /**
     * Checks that the operation takes such a file, or does without one.
     *
     * @throws Problem when it does not
     */
    void checkFile(Optional<StagedFile> file) {
      file.ifPresentOrElse(staged -> checkFileType(staged.mediaType()), this::checkNoFile);
    }

    private void checkNoFile() {
      if (operation.takesFile() && operation.fileRequired()) {
        throw Problem.invalid(
            List.of(
                new Violation(
                    "/file", "is required: send multipart/form-data with the parts job and file")));
      }
    }

    void checkFileType(String mediaType) {
      if (!operation.takesFile()) {
        throw Problem.invalid(List.of(new Violation("/file", "the operation takes none")));
      }
      if (!operation.accepts(mediaType)) {
        throw new Problem(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "the operation takes " + String.join(", ", operation.takes()));
      }
    }

    /**
     * @param base this server's root as the request knows it
     */
    NewJob by(
        String caller,
        JobId id,
        Duration tombstone,
        Optional<StagedFile> file,
        Idempotency idempotency,
        URI base) {
      return new NewJob(
          id,
          operation.name(),
          caller,
          input,
          labels,
          priority,
          startAt,
          timeout,
          retain,
          tombstone,
          operation.maxAttempts(),
          operation.rerunnable(),
          file,
          idempotency,
          callback.map(requested -> requested.withBase(base)));
    }
  }

  /**
   * Reads and validates a request, its operation's input included.
   *
   * @throws Problem when it cannot be granted
   */
  Asked read(JsonNode body) {
    if (!body.isObject()) {
      throw Problem.invalid(List.of(new Violation("", "must be an object")));
    }
    List<Violation> wrong = new ArrayList<>();
    String name = "";
    String input = "{}";
    Map<String, String> labels = Map.of();
    int priority = 0;
    Optional<Instant> startAt = Optional.empty();
    Duration timeout = settings.get(JobSettings.TIMEOUT_DEFAULT);
    Duration retain = settings.get(JobSettings.RETAIN_DEFAULT);
    Optional<CallbackReader.RequestedCallback> callback = Optional.empty();
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      JsonNode value = member.getValue();
      if (value.isNull() && KNOWN.contains(member.getKey())) {
        continue;
      }
      switch (member.getKey()) {
        case "operation" -> name = text(value, "/operation", wrong);
        case "input" -> input = input(value, wrong);
        case "labels" -> labels = labels(value, wrong);
        case "priority" -> priority = priority(value, wrong);
        case "startAt" -> startAt = startAt(value, wrong);
        case "timeout" ->
            timeout =
                duration(value, "/timeout", Duration.ofMillis(1), JobSettings.TIMEOUT_MAX, wrong);
        case "retain" ->
            retain = duration(value, "/retain", Duration.ZERO, JobSettings.RETAIN_MAX, wrong);
        case "callback" -> callback = callbacks.read(value, wrong);
        default ->
            wrong.add(new Violation(Pointer.ROOT.member(member.getKey()).text(), "is not known"));
      }
    }
    if (!body.hasNonNull("operation")) {
      wrong.add(new Violation("/operation", "is required"));
    }
    OfferedOperation operation = name.isEmpty() ? null : find(name);
    check(operation, input, wrong);
    if (!wrong.isEmpty()) {
      throw Problem.invalid(wrong);
    }
    return new Asked(operation, input, labels, priority, startAt, timeout, retain, callback);
  }

  private OfferedOperation find(String name) {
    return catalogue
        .find(name)
        .orElseThrow(
            () ->
                new Problem(
                    ProblemType.UNKNOWN_OPERATION_ASKED, "there is no operation of this name"));
  }

  private static void check(OfferedOperation operation, String input, List<Violation> wrong) {
    if (operation == null) {
      return;
    }
    try {
      operation.check(input);
    } catch (InvalidInput e) {
      e.violations().forEach(v -> wrong.add(new Violation("/input" + v.pointer(), v.detail())));
    }
  }

  private static String text(JsonNode value, String pointer, List<Violation> wrong) {
    if (value.isString() && !value.stringValue().isEmpty()) {
      return value.stringValue();
    }
    wrong.add(new Violation(pointer, "must be a string that is not empty"));
    return "";
  }

  /** As it is stored: half a surrogate pair is no character, and not every database takes it. */
  private static String input(JsonNode value, List<Violation> wrong) {
    String json = value.toString();
    if (HALF_PAIR.matcher(json).find()) {
      wrong.add(new Violation("/input", "has half a surrogate pair, which is no character"));
    }
    return json;
  }

  private static int priority(JsonNode value, List<Violation> wrong) {
    // As in JSON Schema, 5.0 is a whole number.
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt()) {
      int priority = value.decimalValue().intValueExact();
      if (Math.abs((long) priority) <= PRIORITY) {
        return priority;
      }
    }
    wrong.add(
        new Violation("/priority", "must be a whole number from -" + PRIORITY + " to " + PRIORITY));
    return 0;
  }

  private Map<String, String> labels(JsonNode value, List<Violation> wrong) {
    if (!value.isObject()) {
      wrong.add(new Violation("/labels", "must be an object"));
      return Map.of();
    }
    Map<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : value.properties()) {
      String pointer = LABELS.member(label.getKey()).text();
      if (!LABEL_KEY.matcher(label.getKey()).matches()) {
        wrong.add(
            new Violation(
                pointer,
                "its name must be 1 to 63 letters, digits, dots, hyphens, underscores, slashes"));
      } else if (!label.getValue().isString()
          || !LABEL_VALUE.matcher(label.getValue().stringValue()).matches()) {
        wrong.add(new Violation(pointer, "must be a string of at most 255 characters on one line"));
      } else {
        labels.put(label.getKey(), label.getValue().stringValue());
      }
    }
    if (labels.size() > settings.get(JobSettings.LABELS_MAX_COUNT)) {
      wrong.add(
          new Violation(
              "/labels", "must be at most " + settings.get(JobSettings.LABELS_MAX_COUNT)));
    }
    return labels;
  }

  private Optional<Instant> startAt(JsonNode value, List<Violation> wrong) {
    Duration most = settings.get(JobSettings.START_MAX);
    String text = value.isString() ? value.stringValue() : "";
    try {
      Instant time = Rfc3339.parse(text);
      if (time.isBefore(clock.instant().plus(most))) {
        return Optional.of(time);
      }
      wrong.add(new Violation("/startAt", "must be within " + most + " from now"));
    } catch (DateTimeException e) {
      wrong.add(
          new Violation("/startAt", "must be a time of RFC 3339, such as 2026-12-01T02:00:00Z"));
    }
    return Optional.empty();
  }

  Duration duration(
      JsonNode value,
      String pointer,
      Duration least,
      Setting<Duration> most,
      List<Violation> wrong) {
    Duration limit = settings.get(most);
    String text = value.isString() ? value.stringValue() : "";
    try {
      Duration duration = IsoDuration.parse(text);
      if (duration.compareTo(least) >= 0 && duration.compareTo(limit) <= 0) {
        return duration;
      }
      wrong.add(new Violation(pointer, "must be from " + least + " to " + limit));
    } catch (DateTimeException e) {
      wrong.add(new Violation(pointer, "must be an ISO 8601 duration, such as PT1H or P2D"));
    }
    return limit;
  }
}
