package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.UriInfo;
import org.meanwhile.api.answer.LeaseResponses;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobView;
import org.meanwhile.job.lease.LeaseEnds;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Caller;
import org.meanwhile.security.UriSecret;
import org.meanwhile.worker.WorkerRuns;

/** The leases of requests: each that is accepted renews its lease. */
@ApplicationScoped
public class HeldLeases {
  @Inject private WorkerRuns runs;
  @Inject private PollReader polls;
  @Inject private LeaseResponses responses;
  @Inject private RequestLinks links;
  @Inject private Caller caller;

  /**
   * The secret of a path.
   *
   * @throws Problem 404 when it cannot be one
   */
  UriSecret parse(String secret) {
    return UriSecret.parse(secret).orElseThrow(responses::unknown);
  }

  /**
   * A lease whose worker may go on, or has to end it because the job was canceled.
   *
   * @throws Problem 404 when there is none, 409 {@code lease-lost} when it is over
   */
  LeaseState open(String secret) {
    LeaseState state = runs.use(parse(secret), caller.name()).orElseThrow(responses::unknown);
    if (!state.mayEnd()) {
      throw responses.lost();
    }
    return state;
  }

  /**
   * A lease whose worker may go on.
   *
   * @throws Problem likewise; 409 {@code wrong-state} when the job was canceled
   */
  LeaseState held(String secret, UriInfo uri) {
    LeaseState state = open(secret);
    if (state.phase() == LeaseState.Phase.CANCELED) {
      throw responses.conflict(
          "the job was canceled: end the lease or hand it back", job(state), links.of(uri));
    }
    return state;
  }

  /** The job of a lease, which its worker may see. */
  JobView job(LeaseState state) {
    return polls.findLatest(state.lease().job(), Scope.everyone()).orElseThrow(Problem::unknownJob);
  }

  /**
   * The job after its lease was ended.
   *
   * @throws Problem 404 when there is no such lease, 409 when it was not ended so
   */
  JobView ended(LeaseEnds.Ended ended, UriInfo uri) {
    return switch (ended.outcome()) {
      case STORED -> job(ended.state());
      case ENDED_OTHERWISE ->
          throw responses.conflict(
              "the lease was ended otherwise before", job(ended.state()), links.of(uri));
      case OUTPUT_NOT_READY ->
          throw responses.conflict(
              "the upload of the output broke off or goes on: send the rest, or send it again",
              job(ended.state()),
              links.of(uri));
      case LOST -> throw responses.lost();
      case UNKNOWN -> throw responses.unknown();
    };
  }
}
