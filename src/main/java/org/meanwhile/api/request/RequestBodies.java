package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;

/** Bounds the time and the threads that bodies take, all together. Safe for many threads. */
@ApplicationScoped
public class RequestBodies {
  private RequestBody.Limits limits;
  private Caller caller;

  /** For the container's proxy. */
  protected RequestBodies() {}

  /** Limits as {@link RequestSettings} has them. */
  @Inject
  public RequestBodies(Settings settings, Caller caller) {
    this.caller = caller;
    limits =
        new RequestBody.Limits(
            settings.get(RequestSettings.BODY_GRACE),
            settings.get(RequestSettings.BODY_MIN_RATE),
            new ConcurrencyLimit(
                settings.get(RequestSettings.BODY_MAX_WAITING),
                settings.get(RequestSettings.BODY_CALLER_WAITING)));
  }

  /**
   * The body of this thread's request, within the limits.
   *
   * @param length from {@code Content-Length}; -1 when there is none
   */
  public InputStream bounded(InputStream body, long length) {
    return new RequestBody(body, caller.name(), length, limits);
  }
}
