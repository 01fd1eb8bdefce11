package org.meanwhile.database;

import java.util.Locale;

/** H2 2.2, embedded or as a server. */
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

  @Override
  public boolean limitCountsLockedRows() {
    return true;
  }

  @Override
  public boolean isExclusive() {
    return exclusive;
  }
}
