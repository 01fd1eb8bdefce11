package org.meanwhile.api.request;

import jakarta.ws.rs.core.MediaType;

/** What the {@code Content-Type} of a request says. */
final class BodyTypes {
  private BodyTypes() {}

  /** Whether a body is JSON. */
  static boolean isJson(MediaType type) {
    return is(type, MediaType.APPLICATION_JSON);
  }

  /**
   * Whether a body is of exactly this type, whatever its parameters. A wildcard, which JAX-RS takes
   * for any type, is none.
   *
   * @param type null when the request does not say
   */
  static boolean is(MediaType type, String name) {
    return type != null && (type.getType() + '/' + type.getSubtype()).equalsIgnoreCase(name);
  }
}
