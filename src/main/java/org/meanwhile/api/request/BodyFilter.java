package org.meanwhile.api.request;

import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;

/** Puts a {@link RequestBody} around each body, which bounds its time and its threads. */
@Provider
public class BodyFilter implements ContainerRequestFilter {
  @Inject private Settings settings;
  @Inject private Caller caller;
  private RequestBody.Limits limits;

  @PostConstruct
  void readSettings() {
    limits =
        new RequestBody.Limits(
            settings.get(RequestSettings.BODY_GRACE),
            settings.get(RequestSettings.BODY_MIN_RATE),
            new ConcurrencyLimit(
                settings.get(RequestSettings.BODY_MAX_WAITING),
                settings.get(RequestSettings.BODY_CALLER_WAITING)));
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String method = request.getMethod();
    if (method.equals("POST") || method.equals("PUT")) {
      long length = request.getLength();
      request.setEntityStream(
          new RequestBody(request.getEntityStream(), caller.name(), length, limits));
    }
  }
}
