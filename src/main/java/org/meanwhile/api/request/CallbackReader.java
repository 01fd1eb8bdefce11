package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.egress.EgressPolicy;
import org.meanwhile.egress.Endpoint;
import org.meanwhile.egress.EndpointRefused;
import org.meanwhile.job.Callback;
import org.meanwhile.job.change.CallbackPatch;
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
  private static final Pointer URL = CALLBACK.member("url");
  private static final Pointer SECRET = CALLBACK.member("secret");
  private static final Pointer SECRETS = CALLBACK.member("secrets");
  private static final int MAX_SECRETS = 2;

  @Inject private EgressPolicy egressPolicy;

  /** A valid callback, which lacks only the root of this server for the links in its events. */
  record RequestedCallback(String url, Endpoint endpoint, List<WebhookSecret> secrets) {
    Callback withBase(URI base) {
      return new Callback(url, endpoint.key(), secrets, base.toString());
    }
  }

  /**
   * Reads the member; empty when it is not valid, which is then told in {@code violations}.
   *
   * @throws Problem 400 when the member is valid and the URL is one that nothing is ever sent to
   */
  Optional<RequestedCallback> read(JsonNode value, List<Violation> violations) {
    int before = violations.size();
    List<WebhookSecret> secrets = secretsOf(value, violations);
    if (value.isObject() && !value.has("url")) {
      violations.add(new Violation(URL.text(), "is required"));
    }
    return violations.size() > before
        ? Optional.empty()
        : Optional.of(requested(value.get("url").stringValue(), secrets));
  }

  /**
   * Reads a change of a callback, in which either the URL or the secrets may be left out; a secret
   * that is null means the server's.
   *
   * @param base the root of this server, for the links in events
   * @throws Problem as {@link #read}
   */
  Optional<CallbackPatch> readPatch(JsonNode value, URI base, List<Violation> violations) {
    int before = violations.size();
    List<WebhookSecret> secrets = secretsOf(value, violations);
    if (violations.size() > before) {
      return Optional.empty();
    }
    Optional<String> url = Optional.ofNullable(value.get("url")).map(JsonNode::stringValue);
    boolean namesSecrets = value.has("secret") || value.has("secrets");
    return Optional.of(
        new CallbackPatch(
            false,
            url,
            url.map(this::admit).map(Endpoint::key),
            namesSecrets ? Optional.of(secrets) : Optional.empty(),
            base.toString()));
  }

  private RequestedCallback requested(String url, List<WebhookSecret> secrets) {
    return new RequestedCallback(url, admit(url), secrets);
  }

  /** Reads the secrets, and checks all but what the URL leads to. */
  private static List<WebhookSecret> secretsOf(JsonNode value, List<Violation> violations) {
    if (!value.isObject()) {
      violations.add(new Violation("/callback", "must be an object"));
      return List.of();
    }
    List<WebhookSecret> secrets = List.of();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      switch (member.getKey()) {
        case "url" -> {}
        case "secret" ->
            secrets =
                either(secrets, secret(member.getValue(), SECRET, violations).stream().toList());
        case "secrets" -> secrets = either(secrets, secrets(member.getValue(), violations));
        default ->
            violations.add(new Violation(CALLBACK.member(member.getKey()).text(), "is not known"));
      }
    }
    if (value.hasNonNull("secret") && value.hasNonNull("secrets")) {
      violations.add(new Violation(SECRETS.text(), "cannot be there beside secret"));
    }
    JsonNode url = value.get("url");
    if (url != null && !url.isString()) {
      violations.add(new Violation(URL.text(), "must be a string"));
    }
    return secrets;
  }

  /** The members {@code secret} and {@code secrets}: one of them is null. */
  private static List<WebhookSecret> either(List<WebhookSecret> one, List<WebhookSecret> other) {
    return other.isEmpty() ? one : other;
  }

  private static Optional<WebhookSecret> secret(
      JsonNode value, Pointer pointer, List<Violation> violations) {
    if (value.isNull()) {
      return Optional.empty();
    }
    Optional<WebhookSecret> secret =
        WebhookSecret.parse(value.isString() ? value.stringValue() : "");
    if (secret.isEmpty()) {
      violations.add(
          new Violation(pointer.text(), "must be whsec_ and the base64 of 24 to 64 bytes"));
    }
    return secret;
  }

  /** Two, while a receiver changes from one to the other: each signs. */
  private static List<WebhookSecret> secrets(JsonNode value, List<Violation> violations) {
    if (value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || value.isEmpty() || value.size() > MAX_SECRETS) {
      violations.add(
          new Violation(SECRETS.text(), "must be an array of 1 to " + MAX_SECRETS + " secrets"));
      return List.of();
    }
    List<WebhookSecret> secrets = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      Pointer pointer = SECRETS.item(i);
      if (value.get(i).isNull()) {
        violations.add(new Violation(pointer.text(), "must be a string"));
      }
      secret(value.get(i), pointer, violations).ifPresent(secrets::add);
    }
    if (new HashSet<>(secrets).size() < secrets.size()) {
      violations.add(new Violation(SECRETS.text(), "must differ"));
    }
    return secrets;
  }

  private Endpoint admit(String url) {
    try {
      return egressPolicy.admit(url);
    } catch (EndpointRefused e) {
      throw new Problem(ProblemType.CALLBACK_REFUSED, e.getMessage());
    }
  }
}
