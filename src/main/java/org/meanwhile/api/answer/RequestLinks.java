package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Caller;

/** Links for the caller of this thread's request. Safe for many threads. */
@ApplicationScoped
public class RequestLinks {
  @Inject private Caller caller;

  /** Links below the root of the server as the request has named it. */
  public Links of(UriInfo uri) {
    return of(uri.getBaseUri());
  }

  /** Links below a root, which has a slash at its end. */
  public Links of(URI base) {
    return new Links(base, caller.knownName());
  }
}
