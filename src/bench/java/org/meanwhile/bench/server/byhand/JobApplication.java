package org.meanwhile.bench.server.byhand;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS resources of this WAR. */
@ApplicationPath("/")
public class JobApplication extends Application {}
