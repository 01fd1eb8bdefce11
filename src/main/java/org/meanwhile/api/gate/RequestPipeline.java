package org.meanwhile.api.gate;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The steps that every request passes before anything else of the application sees it, in this
 * order: ended connections, client aborts, security headers, the public address, the limit of
 * answers, framing, the URI, header limits, the options of the server, access, the limit of answers
 * to unknown clients, the node's role, management endpoints, and the steps that answer most polls
 * and submits.
 *
 * <p>One servlet filter calls all steps: the container notifies its listeners before and after each
 * filter, which costs more than most of the steps.
 */
public class RequestPipeline extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String PASSED = RequestPipeline.class.getName();

  /**
   * Whether a request has passed this filter. The container refuses some requests before, such as
   * those for {@code /WEB-INF}.
   */
  static boolean passed(HttpServletRequest request) {
    return request.getAttribute(PASSED) != null;
  }

  @Inject private transient ConnectionStep connections;
  @Inject private transient ClientAborts clientAborts;
  @Inject private transient CommonHeaders commonHeaders;
  @Inject private transient PublicAddressStep publicAddress;
  @Inject private transient AnswerLimit answerLimit;
  @Inject private transient FramingStep framing;
  @Inject private transient UriStep uri;
  @Inject private transient HeaderLimitsStep headerLimits;
  @Inject private transient ServerOptionsStep serverOptions;
  @Inject private transient AccessStep access;
  @Inject private transient RoleStep role;
  @Inject private transient ManagementEndpoints managementEndpoints;
  @Inject @BeforeResources private transient Instance<RequestStep> direct;
  private transient List<RequestStep> steps;

  @Override
  public void init() {
    List<RequestStep> all = new ArrayList<>();
    Collections.addAll(
        all,
        connections,
        clientAborts,
        commonHeaders,
        publicAddress,
        answerLimit,
        framing,
        uri,
        headerLimits,
        serverOptions,
        access,
        answerLimit::passPublic,
        role,
        managementEndpoints);
    direct.forEach(all::add);
    steps = List.copyOf(all);
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
