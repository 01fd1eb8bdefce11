package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;

/** Who sent the request at hand. */
@ApplicationScoped
public class Caller {
  private static final String LOCAL = "local";

  /** Its name, stored with what it creates; at most 255 characters. */
  public String name() {
    return LOCAL;
  }
}
