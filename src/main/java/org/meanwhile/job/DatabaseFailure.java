package org.meanwhile.job;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;

/** The database did not do what it was asked, or it cannot be told whether it did. */
@ApplicationException(rollback = true)
public class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseFailure(SQLException cause) {
    super(cause);
  }
}
