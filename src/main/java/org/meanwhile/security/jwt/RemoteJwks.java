package org.meanwhile.security.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.SafeLogText;

/**
 * The keys that an issuer publishes, as last fetched. Safe for use by many threads.
 *
 * <p>There is one fetch at a time. Keys are refreshed in the background when they are 5 minutes
 * old, and are used for 4 hours more while the issuer does not answer; nobody waits for this. Only
 * a token with an unknown key waits, or any token while there are no usable keys: for 6 seconds at
 * most, and at most 50 threads at a time, so that neither forged tokens nor an issuer that hangs
 * can take all threads. Unknown keys cause at most 2 fetches in 30 seconds, so that forged tokens
 * cannot make this server flood the issuer.
 *
 * <p>The library's {@code JWKSourceBuilder} does much of this, but cannot give these guarantees.
 * Its callers queue for a lock, and their number has no limit; a limit around it would also stop
 * callers whose key is cached, because only its inside knows which callers will wait. When the
 * fetch that they wait for fails, the next caller starts another, which takes up to 5 s more. Its
 * rate limit counts every fetch: an issuer that comes back, while there are no usable keys, would
 * be asked only up to 30 seconds later. It measures the age of keys by the time of day, which may
 * jump. Its HTTP client limits the time of each read but not of the exchange, so {@link JwksClient}
 * would stay.
 */
final class RemoteJwks implements JWKSource<SecurityContext> {
  private static final System.Logger LOG = System.getLogger(RemoteJwks.class.getName());
  private static final long REFRESH_AGE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long MAX_AGE_NANOS = REFRESH_AGE_NANOS + TimeUnit.HOURS.toNanos(4);
  private static final long RETRY_DELAY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** At most {@link #MAX_LOOKUPS} fetches for unknown keys begin in this time. */
  private static final long LOOKUP_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int MAX_LOOKUPS = 2;
  private static final int MAX_WAITING_THREADS = 50;

  /** Longer than a fetch can take. */
  private static final Duration MAX_WAIT = JwksClient.LIMIT.plusSeconds(1);

  private record Fetched(JWKSet keys, long atNanos) {}

  private final Supplier<CompletableFuture<JWKSet>> client;
  private final LongSupplier nanos;
  private final Semaphore waitingThreads = new Semaphore(MAX_WAITING_THREADS);

  /** Null before the first fetch has succeeded. Written under the lock of this object. */
  private volatile @Nullable Fetched latest;

  // All below are guarded by this object.

  /** Null when no fetch is in progress. */
  private @Nullable CompletableFuture<JWKSet> inProgress;

  private boolean lastFetchFailed;
  private long failedNanos;
  private boolean warned;
  private long warnedNanos;
  private int lookups;
  private long lookupWindowNanos;

  /**
   * @param client begins a fetch, which ends by itself within {@link JwksClient#LIMIT}
   * @param nanos a monotonic clock such as {@link System#nanoTime}
   */
  RemoteJwks(Supplier<CompletableFuture<JWKSet>> client, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
  }

  /**
   * The keys that match; empty when the issuer has none, or must not be asked again yet.
   *
   * @throws KeySourceException when there are no usable keys, or too many threads wait for a fetch
   */
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    Fetched fetched = latest;
    if (fetched == null || age(fetched) > MAX_AGE_NANOS) {
      return selector.select(await(refresh()));
    }
    if (age(fetched) > REFRESH_AGE_NANOS) {
      refresh();
    }
    List<JWK> found = selector.select(fetched.keys());
    return found.isEmpty() ? selector.select(await(lookUp(fetched))) : found;
  }

  private long age(Fetched fetched) {
    return nanos.getAsLong() - fetched.atNanos();
  }

  /**
   * Keys that are newer than the given ones: those that were fetched meanwhile, or a fetch. The
   * given ones when there were enough fetches lately.
   */
  private synchronized CompletableFuture<JWKSet> lookUp(Fetched outdated) {
    Fetched newest = latest;
    if (newest != null && newest != outdated) {
      return CompletableFuture.completedFuture(newest.keys());
    }
    if (inProgress != null) {
      return inProgress;
    }
    long now = nanos.getAsLong();
    if (lookups == 0 || now - lookupWindowNanos >= LOOKUP_WINDOW_NANOS) {
      lookups = 0;
      lookupWindowNanos = now;
    }
    if (lookups == MAX_LOOKUPS) {
      return CompletableFuture.completedFuture(outdated.keys());
    }
    lookups++;
    return fetch();
  }

  /**
   * The fetch in progress or a new one. None is begun when another thread has just got new keys, or
   * within 5 seconds of a failure.
   */
  private synchronized CompletableFuture<JWKSet> refresh() {
    Fetched newest = latest;
    if (newest != null && age(newest) <= REFRESH_AGE_NANOS) {
      return CompletableFuture.completedFuture(newest.keys());
    }
    if (inProgress != null) {
      return inProgress;
    }
    if (lastFetchFailed && nanos.getAsLong() - failedNanos < RETRY_DELAY_NANOS) {
      return CompletableFuture.failedFuture(new TimeoutException("the last fetch has just failed"));
    }
    return fetch();
  }

  private CompletableFuture<JWKSet> fetch() {
    CompletableFuture<JWKSet> fetch = client.get();
    inProgress = fetch;
    // The stage that ends after the result is stored: threads that wait for it find the new keys.
    CompletableFuture<JWKSet> stored = fetch.whenComplete(this::store);
    if (inProgress != null) {
      // The fetch has not ended within the call above.
      inProgress = stored;
    }
    return stored;
  }

  /**
   * Keeps the result of a fetch.
   *
   * @param keys null when the fetch failed
   * @param failure null when the fetch succeeded
   */
  private synchronized void store(@Nullable JWKSet keys, @Nullable Throwable failure) {
    inProgress = null;
    lastFetchFailed = keys == null;
    long now = nanos.getAsLong();
    if (keys != null) {
      latest = new Fetched(keys, now);
      return;
    }
    failedNanos = now;
    if (!warned || now - warnedNanos >= WARNING_INTERVAL_NANOS) {
      warned = true;
      warnedNanos = now;
      LOG.log(
          Level.WARNING,
          "cannot fetch the keys that tokens are verified by: " + SafeLogText.line(failure));
    }
  }

  private JWKSet await(CompletableFuture<JWKSet> fetch) throws KeySourceException {
    if (fetch.isDone()) {
      return result(fetch);
    }
    if (!waitingThreads.tryAcquire()) {
      throw new KeySourceException("too many threads wait for the issuer's keys");
    }
    try {
      return result(fetch);
    } finally {
      waitingThreads.release();
    }
  }

  private static JWKSet result(CompletableFuture<JWKSet> fetch) throws KeySourceException {
    try {
      return fetch.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KeySourceException("the issuer's keys cannot be fetched", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeySourceException("interrupted", e);
    }
  }
}
