package org.meanwhile.bench.server.byhand;

import jakarta.ejb.EJB;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** Creates a job, and tells its status. */
@Path("/job")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class JobResource {
  @EJB private Jobs jobs;

  @GET
  @Path("/{id}")
  public JobEntity poll(@PathParam("id") String id) {
    return jobs.find(UUID.fromString(id)).orElseThrow(NotFoundException::new);
  }

  @POST
  public Response submit(JobRequest request, @Context UriInfo uri) {
    JobEntity job = jobs.store(request);
    return Response.accepted(job)
        .location(uri.getAbsolutePathBuilder().path(job.getId().toString()).build())
        .build();
  }
}
