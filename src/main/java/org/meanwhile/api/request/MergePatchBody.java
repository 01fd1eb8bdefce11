package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.VisibleText;
import tools.jackson.databind.JsonNode;

/** Reads JSON merge patches (RFC 7396) of resources with few members. */
@ApplicationScoped
public class MergePatchBody {
  /** RFC 5789, section 3.1: the field that names the media types of patches. */
  public static final String ACCEPT_PATCH = "Accept-Patch";

  /** The only media type of patches. */
  public static final String TYPE = "application/merge-patch+json";

  private static final int MAX_REASON_CHARS = 1000;

  @Inject private Json json;

  /**
   * What a patch says of an operation. What it does not name is empty.
   *
   * @param reason empty inside when the patch removes it
   */
  public record OperationPatch(Optional<Boolean> paused, Optional<Optional<String>> reason) {}

  /**
   * Reads a patch of an operation.
   *
   * @throws Problem 415 when it is no merge patch, 400 when it is not valid
   */
  public OperationPatch operation(InputStream body, MediaType type) throws IOException {
    JsonNode patch = read(body, type);
    List<Violation> violations = unknown(patch, Set.of("paused", "reason"));
    Optional<Boolean> paused = flag(patch, "paused", violations);
    Optional<Optional<String>> reason =
        patch.has("reason")
            ? Optional.of(reason(patch.get("reason"), violations))
            : Optional.empty();
    if (reason.flatMap(given -> given).isPresent() && paused.equals(Optional.of(false))) {
      violations.add(new Violation("/reason", "goes with a pause"));
    }
    refuse(violations);
    return new OperationPatch(paused, reason);
  }

  /**
   * Reads whether a node is to drain; empty when the patch does not say.
   *
   * @throws Problem likewise
   */
  public Optional<Boolean> node(InputStream body, MediaType type) throws IOException {
    JsonNode patch = read(body, type);
    List<Violation> violations = unknown(patch, Set.of("draining"));
    Optional<Boolean> draining = flag(patch, "draining", violations);
    refuse(violations);
    return draining;
  }

  /**
   * Requires a body to be a merge patch.
   *
   * @param type null when the request does not say
   * @throws Problem 415
   */
  static void requireType(MediaType type) {
    if (!BodyTypes.is(type, TYPE)) {
      throw Problem.unsupportedType("a patch is " + TYPE, TYPE).with(ACCEPT_PATCH, TYPE);
    }
  }

  private JsonNode read(InputStream body, MediaType type) throws IOException {
    requireType(type);
    JsonNode patch = json.read(body);
    if (!patch.isObject()) {
      refuse(List.of(new Violation("", "must be an object")));
    }
    return patch;
  }

  private static List<Violation> unknown(JsonNode patch, Set<String> known) {
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      if (!known.contains(member.getKey())) {
        violations.add(new Violation(Pointer.ROOT.member(member.getKey()).text(), "is not known"));
      }
    }
    return violations;
  }

  /** Null is false, the default. */
  private static Optional<Boolean> flag(JsonNode patch, String name, List<Violation> violations) {
    JsonNode value = patch.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isNull() && !value.isBoolean()) {
      violations.add(new Violation("/" + name, "must be true or false"));
    }
    return Optional.of(value.isBoolean() && value.booleanValue());
  }

  private static Optional<String> reason(JsonNode value, List<Violation> violations) {
    if (value.isNull()) {
      return Optional.empty();
    }
    String text = value.isString() ? value.stringValue() : "";
    if (text.isBlank() || text.length() > MAX_REASON_CHARS || !VisibleText.isLine(text)) {
      violations.add(
          new Violation(
              "/reason",
              "must be a string of 1 to " + MAX_REASON_CHARS + " visible characters on one line"));
    }
    return Optional.of(text);
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
  }
}
