package org.meanwhile.client;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An answer that is an error (RFC 9457), or the error that a job ended with. */
public final class Problem extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Object> members;
  private final transient Duration retryAfter;

  Problem(Map<String, Object> members) {
    this(members, null);
  }

  private Problem(Map<String, Object> members, Duration retryAfter) {
    super(text(members));
    this.members = members;
    this.retryAfter = retryAfter;
  }

  /** Reads an answer that is an error; one of a proxy, which is no problem document, too. */
  static Problem of(int status, String contentType, String body, Optional<Duration> retryAfter) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("title", "HTTP status " + status);
    if (contentType.contains("json")) {
      members.putAll(Json.readObject(body));
    }
    if (!(members.get("status") instanceof Long)) {
      members.put("status", (long) status);
    }
    return new Problem(members, retryAfter.orElse(null));
  }

  private static String text(Map<String, Object> members) {
    Object detail = members.getOrDefault("detail", members.get("message"));
    return members.get("title") + (detail == null ? "" : ": " + detail);
  }

  /** All that the server said, such as {@code errors} of an invalid request. */
  public Map<String, Object> members() {
    return members;
  }

  /** The problem's URI; {@code about:blank} when the answer had none. */
  public String type() {
    return members.getOrDefault("type", "about:blank").toString();
  }

  /** The last part of the type, such as {@code queue-full}. */
  public String kind() {
    return type().substring(type().lastIndexOf('/') + 1);
  }

  /** The status of the answer; 0 when there is none. */
  public int status() {
    return members.get("status") instanceof Long status ? status.intValue() : 0;
  }

  /** Of a job's error: the operation's own word for it. */
  public Optional<String> code() {
    return Optional.ofNullable((String) members.get("code"));
  }

  /** After how long the server asks to come back. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  boolean asksToComeBack() {
    return switch (status()) {
      case 408, 425, 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  boolean isAboutTheToken() {
    return status() == 401 || status() == 403;
  }

  boolean saysThatTheLeaseIsOver() {
    return kind().equals("lease-lost") || kind().equals("unknown-lease");
  }
}
