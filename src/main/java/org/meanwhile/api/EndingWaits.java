package org.meanwhile.api;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.document.Links;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Jobs;

/**
 * Answers that wait for a running job to stop, without a thread each: a timer looks for all of them
 * together.
 *
 * <p>Looking rather than listening: the job may run on another node, whose events are not heard
 * here.
 */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class EndingWaits {
  private static final Duration MOST = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 50;

  private record Wait(JobId job, String caller, Links links, long sinceNanos) {}

  private final Map<AsyncResponse, Wait> waits = new ConcurrentHashMap<>();

  @Resource private TimerService timers;
  @Inject private Jobs jobs;
  @Inject private Answers answers;

  @PostConstruct
  void begin() {
    timers.createIntervalTimer(LOOK_MILLIS, LOOK_MILLIS, new TimerConfig("endings", false));
  }

  /** Answers when the job has ended, or after two seconds in any case. */
  public void await(JobId job, String caller, AsyncResponse answer, Links links) {
    waits.put(answer, new Wait(job, caller, links, System.nanoTime()));
  }

  @Timeout
  void look() {
    waits.forEach(this::look);
  }

  private void look(AsyncResponse answer, Wait wait) {
    try {
      JobView view = jobs.find(wait.job(), wait.caller()).orElseThrow(JobResource::unknown);
      boolean late = System.nanoTime() - wait.sinceNanos() > MOST.toNanos();
      if (late || view.job().status().ended()) {
        // Made before the wait is over: should that fail, the failure is the answer.
        Response done = answers.done(view, wait.links());
        if (waits.remove(answer) != null) {
          answer.resume(done);
        }
      }
    } catch (RuntimeException e) {
      if (waits.remove(answer) != null) {
        answer.resume(e);
      }
    }
  }
}
