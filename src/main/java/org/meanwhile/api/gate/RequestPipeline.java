package org.meanwhile.api.gate;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * What every request passes before anything else of the application sees it, in one place and one
 * order: what becomes of an answer that nobody waits for any more, what every answer says, where
 * the request ends, whether its URI can be read and is short enough, who sends it, whether this
 * node answers it, and what may be done with the server's own paths.
 *
 * <p>One filter for all: the container tells its listeners before and after each filter, and that
 * costs more than most of these do.
 */
public class RequestPipeline extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String PASSED = RequestPipeline.class.getName();

  /**
   * Whether a request came this way: the container refuses some by itself, such as those for {@code
   * /WEB-INF}.
   */
  static boolean passed(HttpServletRequest request) {
    return request.getAttribute(PASSED) != null;
  }

  @Inject private transient ClientAborts goneClients;
  @Inject private transient SecurityHeaders securityHeaders;
  @Inject private transient FramingStep framing;
  @Inject private transient UriStep uri;
  @Inject private transient HeaderLimitsStep headerLimits;
  @Inject private transient AccessStep gate;
  @Inject private transient RoleStep role;
  @Inject private transient ManagementEndpoints nodeEndpoints;
  private transient List<RequestStep> steps;

  @Override
  public void init() {
    steps =
        List.of(
            goneClients, securityHeaders, framing, uri, headerLimits, gate, role, nodeEndpoints);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    request.setAttribute(PASSED, true);
    pass(0, request, response, next);
  }

  private void pass(
      int step, HttpServletRequest request, HttpServletResponse response, FilterChain last)
      throws IOException, ServletException {
    if (step == steps.size()) {
      last.doFilter(request, response);
      return;
    }
    steps
        .get(step)
        .pass(
            request,
            response,
            (to, from) ->
                pass(step + 1, (HttpServletRequest) to, (HttpServletResponse) from, last));
  }
}
