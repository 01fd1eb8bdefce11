package org.meanwhile.egress;

/** Nothing is sent there. The message is for the caller, and says nothing about any network. */
public class EndpointRefused extends Exception {
  private static final long serialVersionUID = 1L;

  EndpointRefused(String message) {
    super(message, null, false, false);
  }
}
