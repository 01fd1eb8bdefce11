package org.meanwhile.database;

import java.util.Locale;

/** H2 2.2, embedded. */
final class H2Dialect implements Dialect {
  private final boolean exclusive;

  H2Dialect(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    this.exclusive =
        !lower.startsWith("jdbc:h2:tcp:")
            && !lower.startsWith("jdbc:h2:ssl:")
            && !lower.contains("auto_server=true");
  }

  @Override
  public String migrations() {
    return "db/migration/h2";
  }

  @Override
  public <T> T choose(T h2, T postgres) {
    return h2;
  }

  @Override
  public boolean updatesTouchEveryIndex() {
    return false;
  }

  /**
   * H2's LIMIT counts rows that another transaction has locked, so two claims would get too few.
   */
  @Override
  public boolean claimsOneByOne() {
    return true;
  }

  @Override
  public boolean exclusive() {
    return exclusive;
  }
}
