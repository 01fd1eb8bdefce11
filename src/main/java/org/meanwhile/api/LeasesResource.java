package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.LeaseResponses;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.request.LeaseRequest;
import org.meanwhile.api.request.LeaseRequestReader;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.wait.LeasePolls;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;

/** {@code /lease}: jobs for workers elsewhere. */
@Path("/lease")
@ApplicationScoped
public class LeasesResource {
  @Inject private LeaseRequestReader reader;
  @Inject private LeasePolls polls;
  @Inject private LeaseResponses responses;
  @Inject private RequestLinks links;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;

  /** Leases jobs to the worker, or holds the request until there is one. */
  @POST
  @LongPollable
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Object> lease(InputStream body) throws IOException {
    LeaseRequest request = reader.ask(body, headers.getMediaType(), caller.name());
    Optional<Duration> wait = RequestFields.wait(headers);
    Links below = links.of(uri);
    Audit.Sender sender = audit.sender();
    return Answer.of(
        polls.lease(
            request,
            wait,
            leases -> {
              leases.forEach(
                  lease ->
                      audit.lease(
                          Audit.Event.LEASED,
                          sender,
                          lease.job().lease().job(),
                          lease.job().operation()));
              return responses.given(leases, wait.isPresent(), below);
            }));
  }
}
