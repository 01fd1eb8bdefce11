package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobLogged;
import org.meanwhile.job.log.LogReader;

/** Watches logs: how far one has come is the number of its newest line. */
@ApplicationScoped
public class LogWatches extends GrowthWatches {
  @Inject private LogReader reader;

  @Override
  Map<JobId, Long> latest(List<JobId> asked) {
    return reader.latest(asked);
  }

  void grown(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobLogged event) {
    grown(event.job());
  }
}
