package org.meanwhile.egress;

/**
 * Thrown when no callback may go to an endpoint; answered 400. The message is for the caller and
 * tells nothing about the server's network.
 */
public class EndpointRefused extends Exception {
  private static final long serialVersionUID = 1L;

  EndpointRefused(String message) {
    super(message, null, false, false);
  }
}
