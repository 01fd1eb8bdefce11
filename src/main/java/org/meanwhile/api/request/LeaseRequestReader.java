package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobError;
import org.meanwhile.job.lease.Worker;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Sha256;
import org.meanwhile.platform.VisibleText;
import org.meanwhile.worker.WorkerEnding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON bodies of workers. Unknown members are 400, as everywhere. */
@ApplicationScoped
public class LeaseRequestReader {
  /** How many jobs one request may lease. */
  public static final int MAX_LEASES = 100;

  private static final int MAX_OPERATIONS = 100;
  private static final int MAX_NAME_CHARS = 100;
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;
  private static final String PATCH_TYPE = "application/merge-patch+json";
  private static final Pattern NO_CODE = Pattern.compile("[^a-z0-9]+");
  private static final int MAX_CODE_CHARS = 64;
  private static final String DEFAULT_CODE = "operation-failed";
  private static final String DEFAULT_MESSAGE = "the worker has not said why";

  @Inject private Json json;
  @Inject private Catalogue catalogue;

  /**
   * Reads a request for jobs.
   *
   * @param caller the name of the caller
   * @throws Problem 415, 400; of an operation that is not offered, 400 {@code unknown-operation}
   */
  public LeaseRequest ask(InputStream body, MediaType type, String caller) throws IOException {
    JsonNode request = object(body, type);
    List<Violation> violations = unknown(request, Set.of("operations", "max", "worker"));
    int most = most(request.get("max"), violations);
    Optional<String> name = name(request.get("worker"), violations);
    Set<String> operations = operations(request.get("operations"), violations);
    refuse(violations);
    return new LeaseRequest(new Worker(caller, name), operations, most);
  }

  private static int most(JsonNode value, List<Violation> violations) {
    if (value == null) {
      return 1;
    }
    if (isWhole(value) && value.longValue() >= 1 && value.longValue() <= MAX_LEASES) {
      return (int) value.longValue();
    }
    violations.add(new Violation("/max", "must be a whole number from 1 to " + MAX_LEASES));
    return 1;
  }

  /** JSON has no whole numbers of its own: 4.0 is one, too. */
  private static boolean isWhole(JsonNode value) {
    return value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
  }

  private static Optional<String> name(JsonNode value, List<Violation> violations) {
    if (value == null) {
      return Optional.empty();
    }
    String text = value.isString() ? value.stringValue() : "";
    if (text.isBlank() || text.length() > MAX_NAME_CHARS || !VisibleText.isLine(text)) {
      violations.add(
          new Violation(
              "/worker",
              "must be a string of 1 to " + MAX_NAME_CHARS + " visible characters on one line"));
    }
    return Optional.of(text);
  }

  private Set<String> operations(JsonNode value, List<Violation> violations) {
    Set<String> names = new LinkedHashSet<>();
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > MAX_OPERATIONS) {
      violations.add(
          new Violation("/operations", "must be an array of 1 to " + MAX_OPERATIONS + " names"));
      return names;
    }
    for (int i = 0; i < value.size(); i++) {
      String pointer = "/operations/" + i;
      JsonNode item = value.get(i);
      Optional<OfferedOperation> operation =
          item.isString() ? catalogue.find(item.stringValue()) : Optional.empty();
      if (!item.isString()) {
        violations.add(new Violation(pointer, "must be a string"));
      } else if (operation.isEmpty()) {
        throw Problem.refused(
            ProblemType.UNKNOWN_OPERATION_ASKED,
            List.of(new Violation(pointer, "no operation has this name")));
      } else if (operation.get().workers().isEmpty()) {
        violations.add(new Violation(pointer, "workers do not do this operation: nodes run it"));
      } else {
        names.add(item.stringValue());
      }
    }
    return names;
  }

  /**
   * Reads a report.
   *
   * @throws Problem 415 when it is no merge patch, 400 when it is not valid
   */
  public LeasePatch patch(InputStream body, MediaType type) throws IOException {
    if (type == null || !PATCH_TYPE.equalsIgnoreCase(type.getType() + '/' + type.getSubtype())) {
      throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a report is " + PATCH_TYPE)
          .with("Accept-Patch", PATCH_TYPE);
    }
    JsonNode patch = object(body);
    List<Violation> violations = unknown(patch, Set.of("progress", "message", "checkpoint"));
    Optional<JsonNode> progress = Optional.ofNullable(patch.get("progress"));
    progress.ifPresent(value -> checkProgress(value, violations));
    LeasePatch read =
        new LeasePatch(progress, message(patch, violations), checkpoint(patch, violations));
    refuse(violations);
    return read;
  }

  private static void checkProgress(JsonNode value, List<Violation> violations) {
    if (value.isNull()) {
      return;
    }
    if (!value.isObject()) {
      violations.add(new Violation("/progress", "must be an object or null"));
      return;
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String pointer = Pointer.ROOT.member("progress").member(member.getKey()).text();
      JsonNode given = member.getValue();
      switch (member.getKey()) {
        case "done" -> checkNumber(given, 0, pointer, violations);
        case "total" -> checkNumber(given, 1, pointer, violations);
        case "unit" -> {
          if (!given.isNull() && !given.isString()) {
            violations.add(new Violation(pointer, "must be a string or null"));
          }
        }
        default -> violations.add(new Violation(pointer, "is not known"));
      }
    }
  }

  private static void checkNumber(
      JsonNode value, long least, String pointer, List<Violation> violations) {
    boolean sound = value.isNull() || isWhole(value) && value.longValue() >= least;
    if (!sound) {
      violations.add(new Violation(pointer, "must be a whole number of at least " + least));
    }
  }

  private static Optional<Optional<String>> message(JsonNode patch, List<Violation> violations) {
    JsonNode value = patch.get("message");
    if (value == null) {
      return Optional.empty();
    }
    if (value.isNull()) {
      return Optional.of(Optional.empty());
    }
    if (!value.isString()) {
      violations.add(new Violation("/message", "must be a string or null"));
      return Optional.empty();
    }
    return Optional.of(Optional.of(value.stringValue()));
  }

  private static Optional<Optional<byte[]>> checkpoint(JsonNode patch, List<Violation> violations) {
    JsonNode value = patch.get("checkpoint");
    if (value == null) {
      return Optional.empty();
    }
    if (value.isNull()) {
      return Optional.of(Optional.empty());
    }
    try {
      byte[] state = Base64.getDecoder().decode(value.isString() ? value.stringValue() : "=");
      if (state.length <= MAX_CHECKPOINT_BYTES) {
        return Optional.of(Optional.of(state));
      }
    } catch (IllegalArgumentException e) {
      // Answered below, as a checkpoint that is too long is.
    }
    violations.add(
        new Violation(
            "/checkpoint",
            "must be at most " + MAX_CHECKPOINT_BYTES + " bytes in base64, or null"));
    return Optional.empty();
  }

  /**
   * Reads the end of a run.
   *
   * @throws Problem 415, 400
   */
  public WorkerEnding ending(InputStream body, MediaType type) throws IOException {
    ObjectNode request = (ObjectNode) object(body, type);
    // A worker's library may write what is not there as null.
    request.removeNulls();
    List<Violation> violations = unknown(request, Set.of("outcome", "retry", "error"));
    JsonNode outcome = request.get("outcome");
    String word = outcome != null && outcome.isString() ? outcome.stringValue() : "";
    boolean failed = word.equals("failed");
    if (!failed && !word.equals("succeeded")) {
      violations.add(new Violation("/outcome", "must be succeeded or failed"));
    }
    JsonNode retry = request.get("retry");
    if (retry != null && !retry.isBoolean()) {
      violations.add(new Violation("/retry", "must be true or false"));
    }
    if (word.equals("succeeded")) {
      List.of("retry", "error").stream()
          .filter(request::has)
          .forEach(
              name -> violations.add(new Violation("/" + name, "goes with the outcome failed")));
    }
    JobError error = error(request.get("error"), violations);
    refuse(violations);
    boolean again = retry != null && retry.booleanValue();
    String same =
        word + '\n' + again + '\n' + (failed ? error.code() + '\n' + error.message() : "");
    return new WorkerEnding(
        failed ? Optional.of(error) : Optional.empty(), again, Sha256.hex(same));
  }

  private static JobError error(JsonNode value, List<Violation> violations) {
    if (value == null) {
      return new JobError(500, DEFAULT_CODE, DEFAULT_MESSAGE);
    }
    if (!value.isObject()) {
      violations.add(new Violation("/error", "must be an object"));
      return new JobError(500, DEFAULT_CODE, DEFAULT_MESSAGE);
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (!Set.of("code", "message").contains(member.getKey())) {
        violations.add(
            new Violation(
                Pointer.ROOT.member("error").member(member.getKey()).text(), "is not known"));
      }
    }
    String code = code(text(value, "code", DEFAULT_CODE, violations));
    if (code.isEmpty() || code.length() > MAX_CODE_CHARS) {
      violations.add(
          new Violation(
              "/error/code", "must have letters or digits, and at most " + MAX_CODE_CHARS));
    }
    return new JobError(500, code, text(value, "message", DEFAULT_MESSAGE, violations));
  }

  /** A program's own word, {@code E_42} or {@code ValueError}, as the last part of a type's URI. */
  private static String code(String word) {
    return NO_CODE.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("-").replaceAll("^-|-$", "");
  }

  private static String text(
      JsonNode object, String name, String absent, List<Violation> violations) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return absent;
    }
    if (!value.isString()) {
      violations.add(new Violation("/error/" + name, "must be a string"));
      return absent;
    }
    return value.stringValue();
  }

  private JsonNode object(InputStream body, MediaType type) throws IOException {
    if (type == null || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
      throw new Problem(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body is " + MediaType.APPLICATION_JSON);
    }
    return object(body);
  }

  private JsonNode object(InputStream body) throws IOException {
    JsonNode tree = json.read(body);
    if (!tree.isObject()) {
      refuse(List.of(new Violation("", "must be an object")));
    }
    return tree;
  }

  private static List<Violation> unknown(JsonNode object, Set<String> known) {
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!known.contains(member.getKey())) {
        violations.add(new Violation(Pointer.ROOT.member(member.getKey()).text(), "is not known"));
      }
    }
    return violations;
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
  }
}
