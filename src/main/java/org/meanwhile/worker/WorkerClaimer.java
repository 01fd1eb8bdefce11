package org.meanwhile.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.job.lease.WorkerOperations;
import org.meanwhile.job.pause.Pauses;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.JobScheduler;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.JobSpan;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;

/**
 * Claims jobs for all workers that ask on this node, on one thread: when a worker asks, when this
 * node hears of a job, and twice a second while workers wait. Workers that ask at the same time
 * share a claim. Without workers that wait it does nothing.
 */
@ApplicationScoped
public class WorkerClaimer {
  private static final System.Logger LOG = System.getLogger(WorkerClaimer.class.getName());
  private static final int MAX_CALLERS_PER_POLL = 1000;
  private static final int MAX_PROMOTED_PER_POLL = 1000;
  private static final int MAX_ACCEPTED = 10_000;

  /** Of callers that may have jobs, for a worker that does not wait. */
  private static final int MAX_CLAIMS_PER_POLL = 64;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A worker that asks just now learns of jobs that this node has not heard of. */
  private static final long POLL_FOR_NEW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Inject private Leases leases;
  @Inject private Claims claims;
  @Inject private JobScheduler scheduler;
  @Inject private WorkerOperations operations;
  @Inject private Pauses pauses;
  @Inject private Catalogue catalogue;
  @Inject private JobMetrics metrics;
  @Inject private Spans spans;
  @Inject private Event<JobChanged> changed;
  @Inject private Settings settings;
  @Inject private WorkerPresence presence;
  private final Loop loop =
      new Loop(LOG, "claiming jobs for workers", DatabaseFailure.class::isInstance, this::pass);
  private final AtomicLong askNumbers = new AtomicLong();
  private final Map<Long, WorkerAsk> asks = new ConcurrentSkipListMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final List<WorkerBudget> budgets = new ArrayList<>();
  private final Map<String, Long> askedNanos = new HashMap<>();
  private volatile boolean started;
  private volatile boolean stopped;
  private volatile boolean lookAgain;
  private long newestAsk;
  private long polledNanos = System.nanoTime() - POLL_NANOS;
  private String lastCaller = "";

  /**
   * Reads the limits of the operations, before anything is claimed.
   *
   * @throws IllegalArgumentException one line that names a bad setting
   */
  void prepare() {
    catalogue.all().stream()
        .filter(operation -> operation.workers().isPresent())
        .forEach(operation -> budgets.add(new WorkerBudget(operation, settings, System::nanoTime)));
  }

  /** The operations that nodes run. */
  Collection<String> operationsOfNodes() {
    return catalogue.all().stream()
        .filter(operation -> operation.workers().isEmpty())
        .map(OfferedOperation::name)
        .toList();
  }

  /** The operations that workers do. */
  Collection<String> operations() {
    return budgets.stream().map(budget -> budget.operation().name()).toList();
  }

  void start(Executor threads) {
    started = true;
    loop.start(threads);
  }

  /** Claims no more, and answers all that wait. */
  void stop(Duration within) {
    stopped = true;
    loop.stop();
    if (started) {
      loop.awaitEnd(within);
    }
    asks.values().forEach(WorkerAsk::close);
  }

  /** Finds jobs for a worker; it is answered on another thread, soon unless it waits. */
  public void ask(WorkerAsk ask) {
    presence.asked(ask);
    asks.put(askNumbers.incrementAndGet(), ask);
    if (stopped) {
      ask.close();
    }
    loop.wake();
  }

  /** How many workers wait here for an answer. */
  int waiting() {
    return asks.size();
  }

  /** A caller has a job that is due. */
  void jobAccepted(String caller) {
    if (budgets.isEmpty() || accepted.size() >= MAX_ACCEPTED) {
      return;
    }
    // Also when nobody asks: the next worker may ask sooner than the database is looked at again.
    accepted.add(caller);
    if (!asks.isEmpty()) {
      loop.wake();
    }
  }

  /** There may be jobs of which this node has not heard, or room for more leases. */
  void look() {
    if (!asks.isEmpty()) {
      lookAgain = true;
      loop.wake();
    }
  }

  /** Ends the waits whose time is over. */
  void timePassed() {
    long now = System.nanoTime();
    asks.values().forEach(ask -> ask.timePassed(now));
  }

  /** A worker that asks, and what it gets in this pass. */
  private record Taken(long number, WorkerAsk ask, List<GivenLease> leases) {
    boolean takes(String operation) {
      return leases.size() < ask.most() && ask.operations().contains(operation);
    }

    boolean wouldGoEmpty() {
      return leases.isEmpty() && !ask.waits();
    }
  }

  private Loop.Pause pass() {
    long begunNanos = System.nanoTime();
    List<Taken> taken = take();
    if (taken.isEmpty()) {
      return Loop.Pause.idle(POLL_NANOS);
    }
    boolean more = false;
    RuntimeException failure = null;
    try {
      learn(taken);
      more = claimFor(taken);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      answer(taken, failure);
    }
    long tookNanos = System.nanoTime() - begunNanos;
    return new Loop.Pause(
        more ? 0 : Math.min(LONGEST_REST_NANOS, tookNanos),
        more ? 0 : POLL_NANOS - (System.nanoTime() - polledNanos),
        false);
  }

  private List<Taken> take() {
    List<Taken> taken = new ArrayList<>();
    asks.forEach(
        (number, ask) -> {
          if (ask.tryTake()) {
            taken.add(new Taken(number, ask, new ArrayList<>()));
          } else {
            asks.remove(number);
          }
        });
    return taken;
  }

  /** Finds out which callers have jobs, and tells that workers ask. */
  private void learn(List<Taken> taken) {
    boolean again = lookAgain;
    lookAgain = false;
    long newest = taken.get(taken.size() - 1).number();
    long sinceNanos = System.nanoTime() - polledNanos;
    if (sinceNanos >= POLL_NANOS
        || again
        || newest > newestAsk && sinceNanos >= POLL_FOR_NEW_NANOS) {
      polledNanos = System.nanoTime();
      scheduler.promote(MAX_PROMOTED_PER_POLL);
      List<String> waiting = waitingCallers();
      budgets.forEach(budget -> budget.shares().jobsWaiting(waiting));
    }
    asked(taken);
    newestAsk = newest;
    List<String> callers = new ArrayList<>();
    accepted.removeIf(callers::add);
    callers.forEach(caller -> budgets.forEach(budget -> budget.shares().jobAccepted(caller)));
  }

  private List<String> waitingCallers() {
    List<String> callers = claims.waitingCallers(lastCaller, MAX_CALLERS_PER_POLL);
    lastCaller = callers.size() < MAX_CALLERS_PER_POLL ? "" : callers.get(callers.size() - 1);
    return callers;
  }

  private void asked(List<Taken> taken) {
    long now = System.nanoTime();
    Set<String> news = new LinkedHashSet<>();
    taken.forEach(each -> news.addAll(each.ask().operations()));
    news.removeIf(name -> askedNanos.containsKey(name) && now - askedNanos.get(name) < ASKED_NANOS);
    if (!news.isEmpty()) {
      operations.asked(news);
      news.forEach(name -> askedNanos.put(name, now));
    }
  }

  /**
   * Claims once, and again while a worker that does not wait would get nothing although there may
   * be jobs: a claim for a single place looks at one caller.
   */
  private boolean claimFor(List<Taken> taken) {
    boolean more = claim(taken);
    for (int i = 1; more && i < MAX_CLAIMS_PER_POLL; i++) {
      if (taken.stream().noneMatch(Taken::wouldGoEmpty)) {
        return true;
      }
      more = claim(taken);
    }
    return more;
  }

  /** True when there may be more jobs for those who still take some. */
  private boolean claim(List<Taken> taken) {
    boolean more = false;
    Set<String> paused = pauses.latest().keySet();
    Collections.rotate(budgets, 1);
    for (WorkerBudget budget : budgets) {
      String operation = budget.operation().name();
      List<Taken> takers = taken.stream().filter(each -> each.takes(operation)).toList();
      if (!takers.isEmpty() && !paused.contains(operation) && !loop.isStopping()) {
        more |= claim(budget, takers) && takers.stream().anyMatch(each -> each.takes(operation));
      }
    }
    return more;
  }

  private boolean claim(WorkerBudget budget, List<Taken> takers) {
    WorkerDemand demand =
        new WorkerDemand(budget, takers.stream().map(each -> rest(each)).toList());
    Leases.Grants grants = leases.claim(demand);
    for (Leases.Granted granted : grants.granted()) {
      ClaimedJob job = granted.lease().job();
      takers
          .get(demand.takerOf(granted.lease()))
          .leases()
          .add(
              new GivenLease(
                  demand.secretOf(granted.lease()), job, granted.labels(), granted.expiresAt()));
      changed.fire(new JobChanged(job.lease().job()));
      metrics.waited(job.operation(), job.waited());
      spans.ended(
          JobSpan.Kind.WAIT,
          job.operation(),
          job.lease().job().toString(),
          job.trace(),
          job.waited());
    }
    return budget.claimed(grants);
  }

  private static WorkerDemand.Taker rest(Taken taken) {
    return new WorkerDemand.Taker(taken.ask().worker(), taken.ask().most() - taken.leases().size());
  }

  private void answer(List<Taken> taken, RuntimeException failure) {
    for (Taken each : taken) {
      WorkerAsk ask = each.ask();
      if (!each.leases().isEmpty()) {
        asks.remove(each.number());
        ask.answer(each.leases());
      } else if (ask.waits()) {
        ask.release();
      } else {
        asks.remove(each.number());
        if (failure == null) {
          ask.answer(List.of());
        } else {
          ask.fail(failure);
        }
      }
    }
  }
}
