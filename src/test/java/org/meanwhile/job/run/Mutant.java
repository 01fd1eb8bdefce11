package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.content.ContentSql;
import org.meanwhile.job.retention.RetentionSql;
import org.meanwhile.job.submit.SubmitSql;

/**
 * A store that lacks one of its guards, with the same parameters. A guard that another one implies
 * (a waiting job has no owner) is dropped together with it.
 */
enum Mutant {
  FINISH_BY_ANY_NODE(RunSql::complete, "AND job.owner = f.owner", ""),
  FINISH_OF_ANY_CLAIM(RunSql::complete, "AND job.claim = f.claim", ""),
  FINISH_WHAT_DOES_NOT_RUN(
      RunSql::complete,
      "job.claim = f.claim\n   AND job.status = 'RUNNING'",
      "job.claim = f.claim"),
  FINISH_AS_IF_NOT_CANCELLED(
      RunSql::complete,
      "status = CASE WHEN cancel_requested_at IS NOT NULL OR",
      "status = CASE WHEN FALSE OR"),
  TRY_AGAIN_BY_ANY_NODE(RunSql.TRY_AGAIN, "owner = ?", "(owner = ? OR TRUE)"),
  TRY_AGAIN_OF_ANY_CLAIM(RunSql.TRY_AGAIN, "claim = ?", "(claim = ? OR TRUE)"),
  TRY_AGAIN_WHAT_IS_CANCELLED(RunSql.TRY_AGAIN, "AND cancel_requested_at IS NULL", ""),
  HAND_BACK_BY_ANY_NODE(RunSql.HAND_BACK, "owner = ?", "(owner = ? OR TRUE)"),
  HAND_BACK_OF_ANY_CLAIM(RunSql.HAND_BACK, "claim = ?", "(claim = ? OR TRUE)"),
  HAND_BACK_WHAT_DOES_NOT_RUN(
      RunSql.HAND_BACK,
      "owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'",
      "(owner = ? OR owner IS NULL) AND claim = ?"),
  HAND_BACK_WHAT_IS_CANCELLED(RunSql.HAND_BACK, "AND cancel_requested_at IS NULL", ""),
  RELEASE_CRASHED_WITHOUT_A_LEASE(
      RunSql.RELEASE_CRASHED,
      "owner = ? AND claim = ? AND status IS NOT DISTINCT FROM 'RUNNING'",
      "(owner = ? OR TRUE) AND (claim = ? OR TRUE)"),
  RELEASE_CRASHED_WHAT_IS_CANCELLED(RunSql.RELEASE_CRASHED, "AND cancel_requested_at IS NULL", ""),
  PROGRESS_BY_ANY_NODE(RunSql.PROGRESS, "owner = ?", "(owner = ? OR TRUE)"),
  PROGRESS_OF_ANY_CLAIM(RunSql.PROGRESS, "claim = ?", "(claim = ? OR TRUE)"),
  CHECKPOINT_BY_ANY_NODE(RunSql.CHECKPOINT_INSERT, "owner = ?", "(owner = ? OR TRUE)"),
  CHECKPOINT_OF_ANY_CLAIM(RunSql.CHECKPOINT_UPDATE, "claim = ?", "(claim = ? OR TRUE)"),
  CLAIM_BY_THE_DEAD(RunSql::claim, "n.incarnation = ? AND n.alive", "n.incarnation = ? OR TRUE"),
  CLAIM_BEFORE_IT_IS_DUE(
      new Edit(d -> RunSql.SCHEDULED_DUE, "run_at <= CURRENT_TIMESTAMP", "TRUE"),
      new Edit(RunSql::claim, "w.run_at <= CURRENT_TIMESTAMP", "TRUE")),
  BEAT_OF_THE_DEAD(RunSql.NODE_BEAT, "AND alive", ""),
  RESCUE_FROM_THE_LIVING(RunSql.ABANDONED, "n.incarnation = j.owner AND n.alive", "FALSE"),
  PURGE_TOO_EARLY(RetentionSql.DUE, "purge_at <= CURRENT_TIMESTAMP", "purge_at IS NOT NULL"),
  FORGET_TOO_EARLY(RetentionSql.DUE, "gone_at <= CURRENT_TIMESTAMP", "TRUE"),
  EXPIRE_AGAIN_AND_AGAIN(RetentionSql.JOBS_PURGED, "purge_at = gone_at", "purge_at = purge_at"),
  PURGE_OTHERS(RetentionSql.JOBS_PURGED, "id = ANY (?)", "(id = ANY (?) OR TRUE)"),
  KEEP_FILES_THAT_ARE_NOT_STAGED(SubmitSql.CONTENT_KEEP, "AND state = 'STAGED'", ""),
  KEEP_OUTPUTS_THAT_ARE_NOT_STAGED(RunSql.CONTENTS_KEEP, "AND state = 'STAGED'", ""),
  DISCARD_WHAT_IS_KEPT(ContentSql.CONTENT_DISCARD, "AND state = 'STAGED'", ""),
  GIVE_UP_UPLOADS_THAT_ARE_KEPT(RetentionSql.UPLOADS_IDLE, "state = 'STAGED' AND", ""),
  GIVE_UP_OUTPUTS_THAT_ARE_KEPT(RetentionSql.OUTPUTS_ABANDONED, "state = 'STAGED' AND", ""),
  SPARE_OUTPUTS_OF_OTHER_CLAIMS(RetentionSql.OUTPUTS_ABANDONED, "AND j.claim = content.claim", "");

  /** Far more statements than any history needs: stops an endless loop. */
  private static final int MOST_STATEMENTS = 5_000;

  private record Edit(Function<Dialect, String> statement, String guard, String instead) {}

  private final List<Edit> edits;

  Mutant(String statement, String guard, String instead) {
    this(dialect -> statement, guard, instead);
  }

  Mutant(Function<Dialect, String> statement, String guard, String instead) {
    this(new Edit(statement, guard, instead));
  }

  Mutant(Edit... edits) {
    this.edits = List.of(edits);
  }

  TappedSource.Tap over(Dialect dialect) {
    Map<String, String> mutated = new HashMap<>();
    for (Edit edit : edits) {
      String original = edit.statement().apply(dialect).strip();
      assertThat(original).as("%s: its guard", this).contains(edit.guard());
      mutated.put(original, original.replace(edit.guard(), edit.instead()));
    }
    return new TappedSource.Tap() {
      private int statements;

      @Override
      public String statement(String sql) {
        if (++statements > MOST_STATEMENTS) {
          throw new AssertionError("it does not end");
        }
        return mutated.getOrDefault(sql.strip(), sql);
      }
    };
  }
}
