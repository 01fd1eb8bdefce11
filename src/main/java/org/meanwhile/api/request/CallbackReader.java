package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.egress.EgressPolicy;
import org.meanwhile.egress.Endpoint;
import org.meanwhile.egress.EndpointRefused;
import org.meanwhile.job.Callback;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.WebhookSecret;
import tools.jackson.databind.JsonNode;

/**
 * Reads the member {@code callback} of a request for a job. Error messages never contain any part
 * of a secret.
 */
@ApplicationScoped
public class CallbackReader {
  private static final Pointer CALLBACK = Pointer.ROOT.member("callback");

  @Inject private EgressPolicy egressPolicy;

  /** A valid callback, which lacks only the root of this server for the links in its events. */
  record RequestedCallback(String url, Endpoint endpoint, Optional<WebhookSecret> secret) {
    Callback withBase(URI base) {
      return new Callback(url, endpoint.key(), secret, base.toString());
    }
  }

  /**
   * Reads the member; empty when it is not valid, which is then told in {@code violations}.
   *
   * @throws Problem 400 when the member is valid and the URL is one that nothing is ever sent to
   */
  Optional<RequestedCallback> read(JsonNode value, List<Violation> violations) {
    if (!value.isObject()) {
      violations.add(new Violation("/callback", "must be an object"));
      return Optional.empty();
    }
    int before = violations.size();
    Optional<WebhookSecret> secret = Optional.empty();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      switch (member.getKey()) {
        case "url" -> {}
        case "secret" -> secret = secret(member.getValue(), violations);
        default ->
            violations.add(new Violation(CALLBACK.member(member.getKey()).text(), "is not known"));
      }
    }
    JsonNode url = value.get("url");
    if (url == null || !url.isString()) {
      violations.add(
          new Violation("/callback/url", url == null ? "is required" : "must be a string"));
    }
    return violations.size() > before
        ? Optional.empty()
        : Optional.of(new RequestedCallback(url.stringValue(), admit(url.stringValue()), secret));
  }

  private static Optional<WebhookSecret> secret(JsonNode value, List<Violation> violations) {
    if (value.isNull()) {
      return Optional.empty();
    }
    Optional<WebhookSecret> secret =
        WebhookSecret.parse(value.isString() ? value.stringValue() : "");
    if (secret.isEmpty()) {
      violations.add(
          new Violation("/callback/secret", "must be whsec_ and the base64 of 24 to 64 bytes"));
    }
    return secret;
  }

  private Endpoint admit(String url) {
    try {
      return egressPolicy.admit(url);
    } catch (EndpointRefused e) {
      throw new Problem(ProblemType.CALLBACK_REFUSED, e.getMessage());
    }
  }
}
