package org.meanwhile.api.answer;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.meanwhile.api.request.MergePatchBody;

/**
 * Answers OPTIONS by 204 with {@code Allow}, and with {@code Accept-Patch} where there is PATCH
 * (RFC 5789, section 3.1): a merge patch unless the resource says otherwise. By itself JAX-RS sends
 * a list of methods, of whatever media type {@code Accept} names.
 */
@Provider
public class OptionsFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)
        && response.getStatus() == Response.Status.OK.getStatusCode()) {
      response.setEntity(null);
      response.setStatusInfo(Response.Status.NO_CONTENT);
      response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
      String allow = response.getHeaderString(HttpHeaders.ALLOW);
      if (allow != null
          && allow.contains(HttpMethod.PATCH)
          && !response.getHeaders().containsKey(MergePatchBody.ACCEPT_PATCH)) {
        response.getHeaders().putSingle(MergePatchBody.ACCEPT_PATCH, MergePatchBody.TYPE);
      }
    }
  }
}
