package org.meanwhile.job;

import jakarta.ejb.ApplicationException;

/** As many jobs wait as may. */
@ApplicationException(rollback = true)
public class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
