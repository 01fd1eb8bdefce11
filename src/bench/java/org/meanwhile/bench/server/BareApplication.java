package org.meanwhile.bench.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The bare WAR's resources. */
@ApplicationPath("/")
public class BareApplication extends Application {}
