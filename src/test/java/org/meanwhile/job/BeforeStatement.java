package org.meanwhile.job;

import org.meanwhile.database.TappedSource;

/** Does something, once, just before this thread executes a statement. */
public final class BeforeStatement implements TappedSource.Tap {
  private final String statement;
  private Runnable body;

  public BeforeStatement(String statement, Runnable body) {
    this.statement = statement;
    this.body = body;
  }

  @Override
  public String statement(String sql) {
    if (body != null && sql.equals(statement)) {
      Runnable once = body;
      body = null;
      once.run();
    }
    return sql;
  }
}
