package org.meanwhile.job.delivery;

/** The state of a delivery. A redelivery makes any of them {@link #PENDING}. */
public enum DeliveryState {
  /** Due now or later, or being sent. */
  PENDING,
  /** The receiver accepted it. */
  DELIVERED,
  /** The receiver answered 410. */
  GONE,
  /** All attempts failed. */
  GIVEN_UP
}
