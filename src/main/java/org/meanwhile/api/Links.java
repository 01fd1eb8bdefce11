package org.meanwhile.api;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.meanwhile.job.JobId;

/** Absolute URIs of resources, as the client that asked knows this server. */
record Links(URI base) {

  static Links of(UriInfo uri) {
    return new Links(uri.getBaseUri());
  }

  URI job(JobId id) {
    return base.resolve("job/" + id);
  }

  URI status(JobId id) {
    return base.resolve("job/" + id + "/status");
  }

  URI output(JobId id) {
    return base.resolve("job/" + id + "/output");
  }

  URI operation(String name) {
    return base.resolve("operation/" + name);
  }
}
