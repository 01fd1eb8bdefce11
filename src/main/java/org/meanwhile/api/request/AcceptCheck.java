package org.meanwhile.api.request;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;
import org.meanwhile.api.http.Accept;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/**
 * Answers 406 before anything is done, where the method has a body to send and {@code Accept}
 * refuses its only media type. A method that produces any type has nothing to choose from: outputs
 * are what they are, and RFC 9110, section 12.4.1, lets a server send them all the same.
 */
@Provider
@Priority(Priorities.USER + 1)
public class AcceptCheck implements ContainerRequestFilter {
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null || !(request.getProperty(AcceptFilter.ACCEPT) instanceof Accept accept)) {
      return;
    }
    List<String> types = types(method);
    if (types.contains(MediaType.WILDCARD) || types.stream().anyMatch(accept::accepts)) {
      return;
    }
    if (mayHaveNoBody(request)) {
      return;
    }
    // After the filter that bounds the time for a body: this may wait for the first byte.
    if (!method.isAnnotationPresent(BodyForBody.class) || request.hasEntity()) {
      throw new Problem(
          ProblemType.NOT_ACCEPTABLE, "the answer is " + String.join(" or ", types) + " only");
    }
  }

  /** Whether the answer may be 204 or 304, which the resource finds out. */
  private static boolean mayHaveNoBody(ContainerRequestContext request) {
    return request.getHeaders().containsKey(HttpHeaders.IF_NONE_MATCH)
        || request.getHeaders().containsKey(HttpHeaders.LAST_EVENT_ID_HEADER);
  }

  private static List<String> types(Method method) {
    Produces own = method.getAnnotation(Produces.class);
    Produces all = own != null ? own : method.getDeclaringClass().getAnnotation(Produces.class);
    return all == null ? List.of(MediaType.WILDCARD) : List.of(all.value());
  }
}
