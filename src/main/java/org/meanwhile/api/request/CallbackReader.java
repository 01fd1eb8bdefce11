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
 * Reads the member {@code callback} of a request for a job. What it says of a secret is no part of
 * it.
 */
@ApplicationScoped
public class CallbackReader {
  private static final Pointer CALLBACK = Pointer.ROOT.member("callback");

  @Inject private EgressPolicy guard;

  /** A callback that may be stored once it is known from where its links are made. */
  record Asked(String url, Endpoint receiver, Optional<WebhookSecret> secret) {
    Callback from(URI base) {
      return new Callback(url, receiver.key(), secret, base.toString());
    }
  }

  /**
   * Reads it; empty when something is wrong.
   *
   * @throws Problem when it is well-formed, and nothing will ever be sent there
   */
  Optional<Asked> read(JsonNode value, List<Violation> wrong) {
    if (!value.isObject()) {
      wrong.add(new Violation("/callback", "must be an object"));
      return Optional.empty();
    }
    int before = wrong.size();
    Optional<WebhookSecret> secret = Optional.empty();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      switch (member.getKey()) {
        case "url" -> {}
        case "secret" -> secret = secret(member.getValue(), wrong);
        default ->
            wrong.add(new Violation(CALLBACK.member(member.getKey()).text(), "is not known"));
      }
    }
    JsonNode url = value.get("url");
    if (url == null || !url.isString()) {
      wrong.add(new Violation("/callback/url", url == null ? "is required" : "must be a string"));
    }
    return wrong.size() > before
        ? Optional.empty()
        : Optional.of(new Asked(url.stringValue(), admit(url.stringValue()), secret));
  }

  private static Optional<WebhookSecret> secret(JsonNode value, List<Violation> wrong) {
    if (value.isNull()) {
      return Optional.empty();
    }
    Optional<WebhookSecret> secret =
        WebhookSecret.parse(value.isString() ? value.stringValue() : "");
    if (secret.isEmpty()) {
      wrong.add(
          new Violation("/callback/secret", "must be whsec_ and the base64 of 24 to 64 bytes"));
    }
    return secret;
  }

  private Endpoint admit(String url) {
    try {
      return guard.admit(url);
    } catch (EndpointRefused e) {
      throw new Problem(ProblemType.CALLBACK_REFUSED, e.getMessage());
    }
  }
}
