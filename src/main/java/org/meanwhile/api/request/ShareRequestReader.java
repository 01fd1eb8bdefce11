package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.share.ShareSettings;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import tools.jackson.databind.JsonNode;

/**
 * Reads for how long an output is to be shared. Each member, and the body itself, may be left out.
 */
@ApplicationScoped
public class ShareRequestReader {
  private static final String EXPIRES = "expires";

  @Inject private Json json;
  @Inject private JobRequestReader durations;
  @Inject private Settings settings;

  /**
   * How long the share lasts; {@code meanwhile.share.default} when the request does not say.
   *
   * @throws Problem 400 when the body is not valid, 415 when it is not JSON
   */
  public Duration read(InputStream body, MediaType type) throws IOException {
    PushbackInputStream in = new PushbackInputStream(body);
    int first = in.read();
    if (first < 0) {
      return settings.get(ShareSettings.DEFAULT);
    }
    if (!BodyTypes.isJson(type)) {
      throw Problem.unsupportedType("a share is application/json", MediaType.APPLICATION_JSON);
    }
    in.unread(first);
    return read(json.read(in));
  }

  private Duration read(JsonNode request) {
    if (request.isNull()) {
      // What generated clients send when they are given no body.
      return settings.get(ShareSettings.DEFAULT);
    }
    if (!request.isObject()) {
      throw Problem.invalid(List.of(new Violation("", "must be an object")));
    }
    List<Violation> violations = new ArrayList<>();
    Duration duration = settings.get(ShareSettings.DEFAULT);
    for (Map.Entry<String, JsonNode> member : request.properties()) {
      if (!member.getKey().equals(EXPIRES)) {
        violations.add(new Violation(Pointer.ROOT.member(member.getKey()).text(), "is not known"));
      } else if (!member.getValue().isNull()) {
        duration =
            durations.duration(
                member.getValue(),
                "/" + EXPIRES,
                Duration.ofSeconds(1),
                ShareSettings.MAX,
                violations);
      }
    }
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
    return duration;
  }
}
