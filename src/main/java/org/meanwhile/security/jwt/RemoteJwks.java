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
import org.meanwhile.platform.SafeLogText;

/**
 * The keys of an issuer who publishes them, as they were last fetched. Safe for use by many
 * threads.
 *
 * <p>There is one fetch at a time. While there are keys that are good, nobody waits for it: they
 * are refreshed when they are five minutes old, and used for four hours more when the issuer does
 * not answer. Who brings a key id that is not among them waits for a fetch, of which there are two
 * in half a minute at most: whoever sends such tokens cannot make this server flood the issuer. Nor
 * can they, or an issuer that does not answer, take all threads: only so many wait at a time.
 */
final class RemoteJwks implements JWKSource<SecurityContext> {
  private static final System.Logger LOG = System.getLogger(RemoteJwks.class.getName());
  private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long GOOD_NANOS = FRESH_NANOS + TimeUnit.HOURS.toNanos(4);
  private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int SEARCHES = 2;
  private static final int MOST_WAITING = 50;

  /** Longer than a fetch takes at most. */
  private static final Duration PATIENCE = JwksClient.LIMIT.plusSeconds(1);

  private record Known(JWKSet keys, long fetchedNanos) {}

  private final Supplier<CompletableFuture<JWKSet>> issuer;
  private final LongSupplier nanos;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private volatile Known known;

  // Guarded by this.
  private CompletableFuture<JWKSet> underWay;
  private boolean failed;
  private long failedNanos;
  private boolean warned;
  private long warnedNanos;
  private int searches;
  private long searchedNanos;

  /**
   * @param issuer begins a fetch that ends by itself within {@link JwksClient#LIMIT}
   * @param nanos a clock that measures durations
   */
  RemoteJwks(Supplier<CompletableFuture<JWKSet>> issuer, LongSupplier nanos) {
    this.issuer = issuer;
    this.nanos = nanos;
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    Known now = known;
    if (now == null || age(now) > GOOD_NANOS) {
      return selector.select(await(refresh()));
    }
    if (age(now) > FRESH_NANOS) {
      refresh();
    }
    List<JWK> found = selector.select(now.keys());
    return found.isEmpty() ? searched(selector, now) : found;
  }

  private long age(Known keys) {
    return nanos.getAsLong() - keys.fetchedNanos();
  }

  /** Keys that the issuer has published since, if it may be asked just now. */
  private List<JWK> searched(JWKSelector selector, Known before) throws KeySourceException {
    CompletableFuture<JWKSet> search = search(before);
    return selector.select(search == null ? before.keys() : await(search));
  }

  /** Null when there were enough of them lately. */
  private synchronized CompletableFuture<JWKSet> search(Known before) {
    if (known != before) {
      return CompletableFuture.completedFuture(known.keys());
    }
    if (underWay != null) {
      return underWay;
    }
    long now = nanos.getAsLong();
    if (searches == 0 || now - searchedNanos >= SEARCH_NANOS) {
      searches = 0;
      searchedNanos = now;
    }
    if (searches == SEARCHES) {
      return null;
    }
    searches++;
    return fetch();
  }

  /**
   * The fetch that is under way, or a new one, unless one has succeeded meanwhile or the last one
   * failed just now.
   */
  private synchronized CompletableFuture<JWKSet> refresh() {
    if (known != null && age(known) <= FRESH_NANOS) {
      return CompletableFuture.completedFuture(known.keys());
    }
    if (underWay != null) {
      return underWay;
    }
    if (failed && nanos.getAsLong() - failedNanos < AFTER_FAILURE_NANOS) {
      return CompletableFuture.failedFuture(new TimeoutException("it did not just now"));
    }
    return fetch();
  }

  private CompletableFuture<JWKSet> fetch() {
    CompletableFuture<JWKSet> fetch = issuer.get();
    underWay = fetch;
    // Those who wait are told of what has been noted.
    CompletableFuture<JWKSet> noted = fetch.whenComplete(this::note);
    if (underWay != null) {
      underWay = noted;
    }
    return noted;
  }

  private synchronized void note(JWKSet keys, Throwable failure) {
    underWay = null;
    failed = failure != null;
    long now = nanos.getAsLong();
    if (!failed) {
      known = new Known(keys, now);
      return;
    }
    failedNanos = now;
    if (!warned || now - warnedNanos >= WARNING_NANOS) {
      warned = true;
      warnedNanos = now;
      LOG.log(
          Level.WARNING,
          "the keys that tokens are verified by cannot be fetched: " + SafeLogText.line(failure));
    }
  }

  private JWKSet await(CompletableFuture<JWKSet> fetch) throws KeySourceException {
    if (fetch.isDone()) {
      return result(fetch);
    }
    if (!waiting.tryAcquire()) {
      throw new KeySourceException("too many wait for the issuer's keys");
    }
    try {
      return result(fetch);
    } finally {
      waiting.release();
    }
  }

  private static JWKSet result(CompletableFuture<JWKSet> fetch) throws KeySourceException {
    try {
      return fetch.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KeySourceException("the issuer does not tell its keys", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeySourceException("interrupted", e);
    }
  }
}
