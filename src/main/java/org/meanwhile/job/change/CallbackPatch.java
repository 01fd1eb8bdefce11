package org.meanwhile.job.change;

import java.util.List;
import java.util.Optional;
import org.meanwhile.platform.WebhookSecret;

/**
 * A change of a job's callback. What is empty stays as it is.
 *
 * @param removed whether the job is to have no callback; the other parts then mean nothing
 * @param receiver equal for deliveries to the same host and port as {@code url}; there is one when
 *     there is a URL
 * @param secrets the new ones, at most two; an empty list for the server's
 * @param base the server's root URI as the request used it
 */
public record CallbackPatch(
    boolean removed,
    Optional<String> url,
    Optional<String> receiver,
    Optional<List<WebhookSecret>> secrets,
    String base) {
  public static final CallbackPatch REMOVED =
      new CallbackPatch(true, Optional.empty(), Optional.empty(), Optional.empty(), "");
}
