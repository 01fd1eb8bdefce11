package org.meanwhile.worker;

import java.util.Optional;
import java.util.function.BiFunction;
import org.meanwhile.job.lease.LeaseEnds;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.job.run.RunResult;

/** One end of one lease. */
record LeaseEnding(
    String tokenSha256,
    String holder,
    Optional<String> fingerprint,
    boolean succeeded,
    BiFunction<LeaseState, Optional<RunResult.Succeeded>, RunResult> result)
    implements LeaseEnds.Ending {

  @Override
  public RunResult result(LeaseState state, Optional<RunResult.Succeeded> output) {
    return result.apply(state, output);
  }
}
