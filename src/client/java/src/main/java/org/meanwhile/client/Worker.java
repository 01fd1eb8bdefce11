package org.meanwhile.client;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.meanwhile.client.LeaseOver.Reason;

/**
 * Runs jobs for a server until it is stopped: it asks for them, runs their handlers, each on a
 * thread of its own, and says what became of them.
 */
public final class Worker implements AutoCloseable {
  /** How long a handler that was told to stop has until its job is handed back without it. */
  private static final Duration HAND_BACK = Duration.ofSeconds(3);

  private static final Logger LOG = System.getLogger(Worker.class.getName());

  private final Http http;
  private final Map<String, Handler> handlers;
  private final String name;
  private final int slots;
  private final Duration hold;
  private final Duration grace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Lease> running = new HashSet<>();
  private boolean stopping;
  private IOException refusal;

  private Worker(Builder builder) {
    http = builder.client.http();
    handlers = Map.copyOf(builder.handlers);
    name = builder.name;
    slots = builder.slots;
    hold = builder.hold;
    grace = builder.grace;
  }

  /** The settings of a worker. */
  public static Builder of(Client client) {
    return new Builder(client);
  }

  /** The settings of a worker. */
  public static final class Builder {
    private final Client client;
    private final Map<String, Handler> handlers = new TreeMap<>();
    private String name = "java";
    private int slots = 1;
    private Duration hold = Duration.ofSeconds(30);
    private Duration grace = Duration.ofSeconds(10);

    private Builder(Client client) {
      this.client = client;
    }

    /** What to do for an operation. */
    public Builder on(String operation, Handler handler) {
      handlers.put(operation, handler);
      return this;
    }

    /** What the server calls this worker. */
    public Builder name(String own) {
      name = own;
      return this;
    }

    /** How many jobs run at the same time; 1 by default. */
    public Builder slots(int number) {
      slots = number;
      return this;
    }

    /** For how long the server may hold a request for jobs; 30 s by default. */
    public Builder hold(Duration most) {
      hold = most;
      return this;
    }

    /**
     * How long running handlers have to end by themselves when the worker is stopped; 10 s by
     * default.
     */
    public Builder grace(Duration time) {
      grace = time;
      return this;
    }

    /** Makes the worker. Nothing is sent. */
    public Worker build() {
      return new Worker(this);
    }
  }

  /**
   * Works until {@link #stop}; returns when every job has been ended or handed back. For SIGTERM
   * add a shutdown hook that calls {@link #close}.
   *
   * @throws Problem when the server refuses this worker, as for a wrong token
   */
  public void run() throws IOException, InterruptedException {
    Thread asking = daemon("meanwhile-jobs", this::ask);
    try {
      awaitUntil(() -> stopping, Duration.ofDays(365_000));
    } finally {
      stop();
      asking.interrupt(); // a request that is held would get what is handed back now
      drain();
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  /**
   * Takes no more jobs. Handlers have the grace time to end; then they are interrupted, and their
   * jobs handed back.
   */
  public void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Stops, and waits until every job has been ended or handed back. */
  @Override
  public void close() {
    stop();
    try {
      awaitUntil(running::isEmpty, grace.plus(HAND_BACK).plus(HAND_BACK));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() {
    int refusals = 0;
    try {
      while (awaitSlot()) {
        Duration pause;
        try {
          pause = take();
          refusals = 0;
        } catch (IOException e) {
          if (e instanceof Problem problem && !problem.asksToComeBack()) {
            refusal = e;
            stop();
            return;
          }
          // A server that is away comes back: a worker does not give up for that.
          LOG.log(Level.WARNING, "no jobs: {0}", e.toString());
          Optional<Duration> after =
              e instanceof Problem problem ? problem.retryAfter() : Optional.empty();
          pause = http.retry().pause(++refusals, after);
        }
        awaitUntil(() -> stopping, pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      refusal = new IOException("no server of ours", e);
      stop();
    }
  }

  private boolean awaitSlot() throws InterruptedException {
    awaitUntil(() -> stopping || running.size() < slots, Duration.ofDays(365_000));
    return !isStopping();
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Asks once, and starts what there is; returns how long to rest. */
  private Duration take() throws IOException, InterruptedException {
    Map<String, Object> wanted =
        Map.of(
            "operations",
            List.copyOf(handlers.keySet()),
            "max",
            (long) slots - leases().size(),
            "worker",
            name);
    HttpRequest.Builder request =
        http.json("POST", http.uri("lease"), wanted)
            .header("Prefer", "wait=" + hold.toSeconds())
            .timeout(hold.plus(Http.SILENCE));
    try (Answer answer = http.once(request)) {
      boolean some = answer.json().get("leases") instanceof List<?> leases && start(leases);
      boolean held = answer.header("Preference-Applied").isPresent();
      return some || held ? Duration.ZERO : answer.retryAfter().orElse(Duration.ofSeconds(1));
    }
  }

  @SuppressWarnings("unchecked")
  private boolean start(List<?> documents) {
    for (Object document : documents) {
      Lease lease = new Lease(http, (Map<String, Object>) document);
      lock.lock();
      try {
        running.add(lease);
      } finally {
        lock.unlock();
      }
      daemon("job " + lease.job(), () -> work(lease));
    }
    return !documents.isEmpty();
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void work(Lease lease) {
    try {
      new LeaseRun(lease, handlers.get(lease.operation())).run(this::isStopping);
    } finally {
      forget(lease);
    }
  }

  private void forget(Lease lease) {
    lock.lock();
    try {
      running.remove(lease);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for handlers, then tells them to stop, then hands back what they did not. */
  private void drain() throws InterruptedException {
    awaitUntil(running::isEmpty, grace);
    leases().forEach(lease -> lease.line().end(Reason.STOPPING));
    awaitUntil(running::isEmpty, HAND_BACK);
    for (Lease lease : leases()) {
      try {
        lease.line().handBack();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a job is left to the end of its lease: " + lease.job(), e);
      }
    }
  }

  private List<Lease> leases() {
    lock.lock();
    try {
      return new ArrayList<>(running);
    } finally {
      lock.unlock();
    }
  }

  private void awaitUntil(BooleanSupplier condition, Duration most) throws InterruptedException {
    lock.lock();
    try {
      for (long left = TimeUnit.NANOSECONDS.convert(most);
          left > 0 && !condition.getAsBoolean(); ) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
