package org.meanwhile.job;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that lacks one of its guards, with the same parameters. A guard that another one makes up
 * for by itself (who is not running has no owner) is dropped together with that.
 */
enum Mutant {
  FINISH_BY_ANY_NODE(Sql.FINISH, "owner = ?", "(owner = ? OR TRUE)"),
  FINISH_OF_ANY_CLAIM(Sql.FINISH, "claim = ?", "(claim = ? OR TRUE)"),
  FINISH_WHAT_DOES_NOT_RUN(
      Sql.FINISH,
      "owner = ? AND claim = ? AND status = 'RUNNING'",
      "(owner = ? OR owner IS NULL) AND claim = ?"),
  FINISH_WHAT_IS_CANCELLED(
      Sql.FINISH,
      "(cancel_requested_at IS NOT NULL) = ?",
      "((cancel_requested_at IS NOT NULL) = ? OR TRUE)"),
  GIVE_BACK_BY_ANY_NODE(Sql.GIVE_BACK, "owner = ?", "(owner = ? OR TRUE)"),
  GIVE_BACK_OF_ANY_CLAIM(Sql.GIVE_BACK, "claim = ?", "(claim = ? OR TRUE)"),
  GIVE_BACK_WHAT_DOES_NOT_RUN(
      Sql.GIVE_BACK,
      "owner = ? AND claim = ? AND status = 'RUNNING'",
      "(owner = ? OR owner IS NULL) AND claim = ?"),
  GIVE_BACK_WHAT_IS_CANCELLED(Sql.GIVE_BACK, "AND cancel_requested_at IS NULL", ""),
  GIVE_BACK_CRASHED_WITHOUT_A_LEASE(
      Sql.GIVE_BACK_CRASHED,
      "owner = ? AND claim = ? AND status = 'RUNNING'",
      "(owner = ? OR TRUE) AND (claim = ? OR TRUE)"),
  GIVE_BACK_CRASHED_WHAT_IS_CANCELLED(Sql.GIVE_BACK_CRASHED, "AND cancel_requested_at IS NULL", ""),
  PROGRESS_BY_ANY_NODE(Sql.PROGRESS, "owner = ?", "(owner = ? OR TRUE)"),
  PROGRESS_OF_ANY_CLAIM(Sql.PROGRESS, "claim = ?", "(claim = ? OR TRUE)"),
  CHECKPOINT_BY_ANY_NODE(Sql.CHECKPOINT_INSERT, "owner = ?", "(owner = ? OR TRUE)"),
  CHECKPOINT_OF_ANY_CLAIM(Sql.CHECKPOINT_UPDATE, "claim = ?", "(claim = ? OR TRUE)"),
  CLAIM_BY_THE_DEAD(null, "n.incarnation = ? AND n.alive", "n.incarnation = ? OR TRUE"),
  CLAIM_BEFORE_IT_IS_DUE(null, "w.run_at <= CURRENT_TIMESTAMP", "TRUE"),
  BEAT_OF_THE_DEAD(Sql.NODE_BEAT, "AND alive", ""),
  RESCUE_FROM_THE_LIVING(Sql.ABANDONED, "n.incarnation = j.owner AND n.alive", "FALSE"),
  EXPIRE_TOO_EARLY(Sql.EXPIRED, "expires_at <= CURRENT_TIMESTAMP", "expires_at IS NOT NULL"),
  EXPIRE_AGAIN_AND_AGAIN(Sql.EXPIRED, "NOT purged AND", ""),
  PURGE_OTHERS(Sql.JOB_PURGED, "id = ?", "(id = ? OR TRUE)"),
  FORGET_TOO_EARLY(Sql.GONE, "gone_at <= CURRENT_TIMESTAMP", "gone_at IS NOT NULL"),
  KEEP_WHAT_IS_NOT_STAGED(Sql.CONTENT_KEEP, "AND state = 'STAGED'", ""),
  DISCARD_WHAT_IS_KEPT(Sql.CONTENT_DISCARD, "AND state = 'STAGED'", ""),
  GIVE_UP_UPLOADS_THAT_ARE_KEPT(Sql.UPLOADS_IDLE, "state = 'STAGED' AND", ""),
  GIVE_UP_OUTPUTS_THAT_ARE_KEPT(Sql.OUTPUTS_ABANDONED, "state = 'STAGED' AND", ""),
  SPARE_OUTPUTS_OF_OTHER_CLAIMS(Sql.OUTPUTS_ABANDONED, "AND j.claim = content.claim", "");

  /** No history needs nearly as many; a loop that does not end does. */
  private static final int MOST_STATEMENTS = 5_000;

  private final String statement;
  private final String guard;
  private final String instead;

  Mutant(String statement, String guard, String instead) {
    this.statement = statement;
    this.guard = guard;
    this.instead = instead;
  }

  TappedSource.Tap over(Dialect dialect) {
    String original = (statement == null ? dialect.claim() : statement).strip();
    assertThat(original).as("%s: its guard", this).contains(guard);
    String mutated = original.replace(guard, instead);
    return new TappedSource.Tap() {
      private int statements;

      @Override
      public String statement(String sql) {
        if (++statements > MOST_STATEMENTS) {
          throw new AssertionError("it does not end");
        }
        return sql.strip().equals(original) ? mutated : sql;
      }
    };
  }
}
