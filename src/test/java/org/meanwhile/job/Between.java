package org.meanwhile.job;

/** Does something, once, just before a statement of this thread. */
final class Between implements TappedSource.Tap {
  private final String statement;
  private Runnable body;

  Between(String statement, Runnable body) {
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
