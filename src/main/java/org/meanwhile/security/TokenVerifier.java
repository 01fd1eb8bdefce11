package org.meanwhile.security;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Verifies bearer tokens. Safe for use by many threads. */
public interface TokenVerifier {

  /** Thrown when a token can be neither accepted nor refused for now; answered 503. */
  class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /** The cause says why the keys cannot be fetched. */
    public Unavailable(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Verifies a token.
   *
   * @return the caller that the token stands for; empty when the token is invalid or has expired
   * @throws Unavailable when the keys that verify it cannot be fetched
   */
  Optional<Identity> verify(String token) throws Unavailable;

  /**
   * For a response that outlives its request: tells whether a token that was verified is valid
   * still, for the same caller and groups. Asked several times a second for each such response, so
   * it costs next to nothing.
   *
   * @param token one that {@link #verify} accepted in this request
   */
  BooleanSupplier watch(String token);
}
