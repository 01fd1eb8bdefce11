package org.meanwhile.security;

import java.util.Optional;

/** Knows whose token one is. Safe for use by many threads. */
public interface TokenVerifier {

  /** Thrown when it cannot be told for now: neither yes nor no. */
  class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unavailable(Throwable cause) {
      super(cause);
    }
  }

  /** Empty when it is nobody's, or nobody's any more. */
  Optional<Identity> verify(String token) throws Unavailable;
}
