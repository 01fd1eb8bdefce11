package org.meanwhile.job.delivery;

/** Where a delivery stands. Asking for it again makes any of them {@link #PENDING}. */
public enum DeliveryState {
  /** Due now or later, or being tried. */
  PENDING,
  /** The receiver took it. */
  DELIVERED,
  /** The receiver said that it is not there any more. */
  GONE,
  /** It was tried as often as it may be. */
  GIVEN_UP
}
