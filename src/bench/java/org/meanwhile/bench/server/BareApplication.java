package org.meanwhile.bench.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The bare WAR's resources; beside them its file is the server's own to serve. */
@ApplicationPath("/resource")
public class BareApplication extends Application {}
