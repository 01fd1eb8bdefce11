package org.meanwhile.client;

import java.util.Map;
import java.util.Optional;

/**
 * A status document.
 *
 * @param document all of its members
 */
public record Status(Map<String, Object> document) {

  /** The job's id. */
  public String id() {
    return document.get("id").toString();
  }

  /** {@code NotStarted}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Canceled}. */
  public String status() {
    return document.get("status").toString();
  }

  /** Whether the job has ended, in whatever way. */
  public boolean ended() {
    return switch (status()) {
      case "Succeeded", "Failed", "Canceled" -> true;
      default -> false;
    };
  }

  /** Whether the job has ended well. */
  public boolean succeeded() {
    return status().equals("Succeeded");
  }

  /** Why it failed. */
  @SuppressWarnings("unchecked")
  public Optional<Problem> error() {
    return document.get("error") instanceof Map<?, ?> error
        ? Optional.of(new Problem((Map<String, Object>) error))
        : Optional.empty();
  }

  /**
   * Returns itself when the job succeeded.
   *
   * @throws Problem the job's error; {@code job-canceled} when it was cancelled, {@code not-ended}
   *     when it has not ended
   */
  public Status orThrow() throws Problem {
    if (succeeded()) {
      return this;
    }
    Optional<Problem> error = error();
    if (error.isPresent()) {
      throw error.get();
    }
    String name = ended() ? "job-canceled" : "not-ended";
    throw new Problem(
        Map.of("type", "/problem/" + name, "title", "The job is " + status(), "job", document));
  }
}
