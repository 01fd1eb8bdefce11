package org.meanwhile.job;

import jakarta.ejb.ApplicationException;

/** A caller has as many unfinished jobs as it may. */
@ApplicationException(rollback = true)
public class QuotaExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
