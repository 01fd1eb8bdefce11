package org.meanwhile.job.schedule;

final class ScheduleSql {
  private ScheduleSql() {}

  /** By name: a later version may add columns while this one is at work. */
  static final String FIND =
      """
      SELECT id, caller, name, version, cron, zone, request, secret, secrets, base, caller_groups, overlap,
             catch_up, paused, created_at, changed_at, next_at, fired_at, fired_job,
             passed_over_at, refused_at, refused_code, refused_detail
        FROM schedule WHERE caller = ? AND name = ?
      """;

  static final String LOCK =
      """
      SELECT id, caller, name, version, cron, zone, request, secret, secrets, base, caller_groups, overlap,
             catch_up, paused, created_at, changed_at, next_at, fired_at, fired_job,
             passed_over_at, refused_at, refused_code, refused_detail
        FROM schedule WHERE caller = ? AND name = ? FOR UPDATE
      """;

  static final String LIST =
      """
      SELECT id, caller, name, version, cron, zone, request, secret, secrets, base, caller_groups, overlap,
             catch_up, paused, created_at, changed_at, next_at, fired_at, fired_job,
             passed_over_at, refused_at, refused_code, refused_detail
        FROM schedule WHERE caller = ? AND name > ?
       ORDER BY name FETCH FIRST ? ROWS ONLY
      """;

  static final String COUNT = "SELECT COUNT(*) FROM schedule WHERE caller = ?";

  static final String INSERT =
      """
      INSERT INTO schedule (cron, zone, request, secret, secrets, base, caller_groups, overlap,
                            catch_up, paused, next_at, look_at, id, caller, name, version,
                            created_at, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
      """;

  /** The parameters are those of the insert, but for caller and name. */
  static final String UPDATE =
      """
      UPDATE schedule SET cron = ?, zone = ?, request = ?, secret = ?, secrets = ?, base = ?,
             caller_groups = ?, overlap = ?, catch_up = ?, paused = ?, next_at = ?, look_at = ?,
             version = version + 1, changed_at = CURRENT_TIMESTAMP
       WHERE id = ?
      """;

  static final String DELETE = "DELETE FROM schedule WHERE caller = ? AND name = ?";

  static final String DUE =
      """
      SELECT id, caller, name, version, cron, zone, request, secret, secrets, base, caller_groups, overlap,
             catch_up, paused, created_at, changed_at, next_at, fired_at, fired_job,
             passed_over_at, refused_at, refused_code, refused_detail
        FROM schedule WHERE look_at <= CURRENT_TIMESTAMP
       ORDER BY look_at FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED
      """;

  static final String TAKE =
      """
      UPDATE schedule SET look_at = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
       WHERE id = ?
      """;

  /** Guarded by the instant that was decided about, as are the statements that follow. */
  static final String FIRED =
      """
      UPDATE schedule SET fired_at = ?, fired_job = ?, next_at = ?, look_at = ?,
             version = version + 1
       WHERE id = ? AND next_at = ?
      """;

  static final String PASSED_OVER =
      """
      UPDATE schedule SET passed_over_at = ?, next_at = ?, look_at = ?, version = version + 1
       WHERE id = ? AND next_at = ?
      """;

  static final String MISSED =
      """
      UPDATE schedule SET next_at = ?, look_at = ?, version = version + 1
       WHERE id = ? AND next_at = ?
      """;

  /** The instant stays the next one, since it is tried again. */
  static final String REFUSED =
      """
      UPDATE schedule SET next_at = ?, look_at = ?, version = version + 1,
             refused_at = ?, refused_code = ?, refused_detail = ?
       WHERE id = ? AND next_at = ?
      """;

  /** Jobs of a schedule that have not ended, but for one. */
  static final String UNFINISHED =
      """
      SELECT id, cancel_requested_at FROM job
       WHERE caller = ? AND schedule = ? AND finished_at IS NULL AND id <> ?
       FETCH FIRST ? ROWS ONLY
      """;
}
