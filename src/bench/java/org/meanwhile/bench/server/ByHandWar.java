package org.meanwhile.bench.server;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.meanwhile.bench.server.byhand.Jobs;
import org.postgresql.Driver;

/** A third application on the node's server: jobs as a team would write them by hand. */
public final class ByHandWar {
  /** The path to which jobs are submitted; that of a job is below. */
  public static final String JOBS = "/by-hand/job";

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS by_hand_job
        (id uuid PRIMARY KEY, version bigint, operation text, caller text, status text,
         priority int, attempt int, max_attempts int, input text, start_at timestamptz,
         created_at timestamptz, started_at timestamptz, finished_at timestamptz,
         expires_at timestamptz, progress_done bigint, progress_total bigint, media_type text,
         size_bytes bigint, sha256 text)
      """;

  private static final String FILL =
      """
      INSERT INTO by_hand_job
      SELECT gen_random_uuid(), 4, 'simulate', 'local', 'Succeeded', 0, 1, 3, '{}', NULL,
             now(), now(), now(), now() + INTERVAL '1 day', 10, 10, 'text/plain', 0,
             encode(sha256(n::text::bytea), 'hex')
        FROM generate_series(1, ?) n
      """;

  private static final String DATA_SOURCE =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <data-source>
          <name>java:app/jdbc/by-hand</name>
          <class-name>org.postgresql.ds.PGSimpleDataSource</class-name>
          <user>%2$s</user>
          <password>%2$s</password>
          <property>
            <name>url</name>
            <value>%1$s</value>
          </property>
          <initial-pool-size>0</initial-pool-size>
          <max-pool-size>32</max-pool-size>
          <min-pool-size>0</min-pool-size>
        </data-source>
      </web-app>
      """;

  /** Without the shared cache, as every application on more than one node needs it. */
  private static final String PERSISTENCE =
      """
      <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
        <persistence-unit name="by-hand">
          <jta-data-source>java:app/jdbc/by-hand</jta-data-source>
          <shared-cache-mode>NONE</shared-cache-mode>
        </persistence-unit>
      </persistence>
      """;

  private ByHandWar() {}

  /** Creates the exploded WAR for a database and returns its directory. */
  static Path exploded(Database database) {
    return new ExplodedWar("by-hand")
        .withPackageOf(Jobs.class)
        .withLibrary(driver())
        .withText("WEB-INF/web.xml", DATA_SOURCE.formatted(database.url(), database.name()))
        .withText("WEB-INF/classes/META-INF/persistence.xml", PERSISTENCE)
        .root();
  }

  private static Path driver() {
    try {
      return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empties the table of the jobs, which is created where there is none. */
  public static void clear(Database database) {
    database.update(TABLE);
    database.update("ALTER TABLE by_hand_job OWNER TO " + database.name());
    database.update("TRUNCATE by_hand_job");
  }

  /** Replaces all jobs by this number of ended ones; returns their ids. */
  public static List<UUID> store(Database database, int jobs) {
    clear(database);
    database.update(FILL, jobs);
    return database.query("SELECT id FROM by_hand_job ORDER BY md5(id::text)").stream()
        .map(row -> (UUID) row[0])
        .toList();
  }
}
