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
 * On a node without the role {@code api}: answers 421 (RFC 9110, section 15.5.20) to all but those
 * who watch the node. Clients and proxies may then ask another node, whatever the method.
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
