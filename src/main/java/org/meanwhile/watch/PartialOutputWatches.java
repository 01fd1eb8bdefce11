package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanwhile.job.JobId;
import org.meanwhile.job.OutputGrown;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.PartialOutput;

/** Watches outputs that runs write: how far one has come is its size. */
@ApplicationScoped
public class PartialOutputWatches extends GrowthWatches {
  @Inject private ContentStore contents;

  @Override
  Map<JobId, Long> latest(List<JobId> asked) {
    return contents.partial(asked).stream()
        .collect(Collectors.toMap(PartialOutput::job, PartialOutput::sizeBytes, Math::max));
  }

  void grown(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutputGrown event) {
    grown(event.job());
  }
}
