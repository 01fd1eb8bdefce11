package org.meanwhile.api.answer;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import org.meanwhile.job.submit.SubmitRateLimiter;
import org.meanwhile.security.Caller;

/**
 * Tells callers that create jobs how many more they may create, where that is limited
 * (draft-ietf-httpapi-ratelimit-headers): {@code q} in each {@code w} seconds, {@code r} at once,
 * and all of them again in {@code t} seconds.
 */
@Provider
@CreatesJob
public class RateLimitHeaders implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String CALLER = RateLimitHeaders.class.getName();
  private static final int MINUTE_SECONDS = 60;

  @Inject private SubmitRateLimiter rates;
  @Inject private Caller caller;

  /** The answer may be sent by a thread that does not know whose it is. */
  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(CALLER, caller.name());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(CALLER) instanceof String name) {
      rates
          .standing(name)
          .ifPresent(
              standing -> {
                response
                    .getHeaders()
                    .putSingle(
                        "RateLimit-Policy",
                        "\"submits\";q=" + standing.perMinute() + ";w=" + MINUTE_SECONDS);
                response
                    .getHeaders()
                    .putSingle(
                        "RateLimit",
                        "\"submits\";r="
                            + standing.left()
                            + ";t="
                            + roundedUp(standing.untilFull()));
              });
    }
  }

  private static long roundedUp(Duration time) {
    return time.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
