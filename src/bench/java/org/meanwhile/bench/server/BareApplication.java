package org.meanwhile.bench.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS resources of the bare WAR; the server itself serves the static file. */
@ApplicationPath("/resource")
public class BareApplication extends Application {}
