package org.meanwhile.receiver;

/** Nothing is sent there. The message is for the caller, and says nothing about any network. */
public class ReceiverRefused extends Exception {
  private static final long serialVersionUID = 1L;

  ReceiverRefused(String message) {
    super(message, null, false, false);
  }
}
