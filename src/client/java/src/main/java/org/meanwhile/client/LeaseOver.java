package org.meanwhile.client;

/** A {@link Handler} shall stop; nothing that it does counts any more. */
public final class LeaseOver extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why a lease is over. */
  public enum Reason {
    /** It was not renewed in time: another worker may have the job. */
    LOST,
    /** The job was cancelled. */
    CANCELED,
    /** The job was handed back with the checkpoint that was just saved. */
    SUSPENDED,
    /** The worker stops; the job is handed back. */
    STOPPING
  }

  private final Reason reason;

  LeaseOver(Reason reason) {
    super("the lease is over: " + reason);
    this.reason = reason;
  }

  /** Why it is over. */
  public Reason reason() {
    return reason;
  }
}
