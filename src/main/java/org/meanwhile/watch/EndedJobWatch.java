package org.meanwhile.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.platform.Loop;

/**
 * Looks for changes of the ended jobs that polls share ({@link PollReader#lookForChanges}), on one
 * thread, while there are polls.
 */
@ApplicationScoped
public class EndedJobWatch {
  private static final System.Logger LOG = System.getLogger(EndedJobWatch.class.getName());
  private static final Duration NEVER = Duration.ofMinutes(1);

  private final Loop loop =
      new Loop(LOG, "watching ended jobs", DatabaseFailure::isUnavailable, this::pass);

  @Inject private PollReader polls;

  void start(Executor executor) {
    loop.start(executor);
  }

  void stop() {
    loop.stop();
  }

  private Loop.Pause pass() {
    Optional<Duration> interval = polls.lookInterval();
    if (interval.isEmpty()) {
      return Loop.Pause.idle(NEVER.toNanos());
    }
    long startNanos = System.nanoTime();
    boolean looked = polls.lookForChanges();
    long restNanos = Loop.restNanos(System.nanoTime() - startNanos, interval.get(), 1);
    return looked ? Loop.Pause.upTo(restNanos) : Loop.Pause.idle(restNanos);
  }
}
