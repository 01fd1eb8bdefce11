package org.meanwhile.api.answer;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.meanwhile.job.submit.RateLimitStatus;
import org.meanwhile.job.submit.SubmitRateLimiter;
import org.meanwhile.security.Caller;

/**
 * Tells callers how many more jobs they may create, when the rate of submits is limited
 * (draft-ietf-httpapi-ratelimit-headers): {@code q} in {@code w} seconds; {@code r} are left now,
 * and all of them are again in {@code t} seconds.
 */
@Provider
@CreatesJob
public class RateLimitHeaders implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String CALLER = RateLimitHeaders.class.getName();
  private static final int MINUTE_SECONDS = 60;

  @Inject private SubmitRateLimiter rates;
  @Inject private Caller caller;

  /** Keeps the name, because a held response is sent by a thread that has no caller. */
  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(CALLER, caller.name());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(CALLER) instanceof String name) {
      rates.status(name).ifPresent(status -> describe(status, response.getHeaders()::putSingle));
    }
  }

  /** Sets the two fields. */
  public static void describe(RateLimitStatus status, BiConsumer<String, ? super String> to) {
    to.accept("RateLimit-Policy", "\"submits\";q=" + status.perMinute() + ";w=" + MINUTE_SECONDS);
    to.accept(
        "RateLimit", "\"submits\";r=" + status.left() + ";t=" + ceilSeconds(status.untilFull()));
  }

  private static long ceilSeconds(Duration time) {
    return time.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
