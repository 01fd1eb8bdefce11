package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/**
 * Answers 421 (RFC 9110, section 15.5.20) on a node without the role {@code api}, except at the
 * management endpoints. Clients and proxies may then repeat the request at another node, whatever
 * its method.
 */
@Dependent
public class RoleStep implements RequestStep {
  @Inject private Settings settings;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (settings.plays(Role.API) || ManagementEndpoints.isOne(request)) {
      next.doFilter(request, response);
    } else {
      response.sendError(ProblemType.MISDIRECTED_REQUEST.status());
    }
  }
}
