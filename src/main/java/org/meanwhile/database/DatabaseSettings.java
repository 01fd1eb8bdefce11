package org.meanwhile.database;

import java.time.Duration;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.SettingsGroup;

/**
 * How the database is reached. {@link ConfiguredDataSource} reads the connection's settings, for
 * the data sources of {@code web.xml}; their defaults stand in {@code
 * microprofile-config.properties}.
 */
public final class DatabaseSettings implements SettingsGroup {
  private static final String READ = "meanwhile.db.read.";

  public static final SettingRow CLASS =
      new SettingRow(
          "meanwhile.db.class",
          "org.meanwhile.database.embedded.EmbeddedDataSource",
          "a class that implements javax.sql.DataSource",
          "The class of the data source. The default is an embedded H2 database; for PostgreSQL it "
              + "is `org.postgresql.ds.PGSimpleDataSource`.");

  public static final SettingRow URL =
      new SettingRow(
          "meanwhile.db.url",
          "jdbc:h2:./data/meanwhile;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000",
          "a JDBC URL of H2 or PostgreSQL",
          "The database that jobs are stored in. The default is an embedded H2 database in the "
              + "directory `data` of the working directory, which one process can open at a time. "
              + "With `WRITE_DELAY=0` it writes each commit to the disk before the answer.");

  public static final SettingRow USER =
      new SettingRow("meanwhile.db.user", "meanwhile", "a name", "The user of the database.");

  public static final SettingRow PASSWORD =
      new SettingRow(
          "meanwhile.db.password", "meanwhile", "a text", "The password of the database's user.");

  public static final SettingRow JNDI =
      new SettingRow(
          "meanwhile.db.jndi",
          "",
          "the JNDI name of a data source of the server",
          "The server's data source that makes the connections, instead of class, URL, user and "
              + "password. It must not take part in transactions (WildFly: `jta=\"false\"`, "
              + "Payara: `--nontransactionalconnections=true`): the pool around it does.");

  public static final SettingRow READ_URL =
      new SettingRow(
          READ + "url",
          "${meanwhile.db.url}",
          "a JDBC URL of PostgreSQL",
          "The database that polls are read from: a streaming replica of `meanwhile.db.url`, on "
              + "PostgreSQL only. With the default there is no replica, and polls are read where "
              + "jobs are stored.");

  public static final SettingRow READ_CLASS =
      new SettingRow(
          READ + "class",
          "${meanwhile.db.class}",
          "a class that implements javax.sql.DataSource",
          "The class of the replica's data source.");

  public static final SettingRow READ_USER =
      new SettingRow(READ + "user", "${meanwhile.db.user}", "a name", "The user of the replica.");

  public static final SettingRow READ_PASSWORD =
      new SettingRow(
          READ + "password",
          "${meanwhile.db.password}",
          "a text",
          "The password of the replica's user.");

  public static final Setting<Duration> READ_MAX_LAG =
      Setting.duration(
          "db.read.max-lag",
          "PT2S",
          "PT1S",
          "PT1M",
          "How old the data of the replica may be. While it is older, or the replica does not "
              + "answer, polls are read from `meanwhile.db.url`.");

  @Override
  public String title() {
    return "Database";
  }
}
