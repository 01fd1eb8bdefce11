package org.meanwhile.builtin.bulk;

import org.meanwhile.job.bulk.BulkTarget.Outcome;

/** Why nothing is done to a job, as the types of problems have it. */
final class BulkRefusals {
  static final String WRONG_STATE = "wrong-state";

  private BulkRefusals() {}

  static Outcome gone() {
    return Outcome.refused("unknown-job", "there is no record of the job any more");
  }

  static Outcome wrongState(String detail) {
    return Outcome.refused(WRONG_STATE, detail);
  }

  static Outcome inputGone(String detail) {
    return Outcome.refused("input-gone", detail);
  }
}
