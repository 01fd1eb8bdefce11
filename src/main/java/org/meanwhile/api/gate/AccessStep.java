package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.Authority;
import org.meanwhile.security.AccessControl;
import org.meanwhile.security.AccessDecision;
import org.meanwhile.security.AccessDecision.Admitted;
import org.meanwhile.security.AccessDecision.Refused;
import org.meanwhile.security.AccessRequest;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;

/**
 * Asks {@link AccessControl} whether a request is admitted, and enters its {@link Caller} for as
 * long as it is served. A refusal is audited and answered 401, 403 or 503.
 */
@Dependent
public class AccessStep implements RequestStep {
  private static final String RETRY_SECONDS = "5";

  @Inject private AccessControl accessControl;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Inject private ProblemWriter problems;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    AccessRequest accessRequest = accessRequest(request);
    AccessDecision decision = accessControl.decide(accessRequest);
    if (decision instanceof Refused refused) {
      audit.refused(accessRequest, refused);
      refuse(refused, request, response);
      return;
    }
    caller.enter(
        ((Admitted) decision).identity(),
        accessRequest.remoteAddress(),
        () -> accessControl.watch(accessRequest));
    try {
      next.doFilter(request, response);
    } finally {
      caller.leave();
    }
  }

  private static AccessRequest accessRequest(HttpServletRequest request) {
    String host = PublicAddress.host(request);
    String scheme = request.getScheme();
    return new AccessRequest(
        request.getMethod(),
        request.getRequestURI().substring(request.getContextPath().length()),
        request.getRemoteAddr(),
        scheme + "://" + new Authority(host, request.getServerPort()).in(scheme),
        host,
        name -> Collections.list(request.getHeaders(name)),
        () -> Collections.list(request.getHeaderNames()));
  }

  private void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (refused.challenge() != null) {
      response.setHeader("WWW-Authenticate", refused.challenge());
      // A client that is not known gets no further request answered on this connection.
      response.setHeader("Connection", "close");
    }
    ProblemType type =
        switch (refused.reason()) {
          case UNAUTHENTICATED -> ProblemType.UNAUTHENTICATED;
          case FORBIDDEN -> ProblemType.FORBIDDEN;
          case UNAVAILABLE -> ProblemType.AUTHENTICATION_UNAVAILABLE;
        };
    if (type == ProblemType.AUTHENTICATION_UNAVAILABLE) {
      response.setHeader("Retry-After", RETRY_SECONDS);
    }
    problems.write(type, refused.detail(), request, response);
  }
}
