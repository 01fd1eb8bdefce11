package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.Scope;

/**
 * The caller of the request that this thread serves, from {@link #enter} to {@link #leave}. Work
 * that goes on later or on another thread must keep what it needs of the caller. The caller is kept
 * in a field of the thread, which costs nothing beside a poll; a bean of the request's scope would
 * cost about as much as the status document.
 *
 * <p>Its {@link #name} is the owner of the jobs that it creates, its {@link #scope} decides whose
 * jobs it sees; they differ for operators. The job of another caller is unknown (404) rather than
 * forbidden, so that ids tell nothing.
 *
 * <p>Where no caller was admitted, its methods throw {@link IllegalStateException}: code that is
 * reached past the {@link AccessControl} sees no job rather than all.
 */
@ApplicationScoped
public class Caller {
  private record Visit(
      Optional<Identity> identity,
      @Nullable String remoteAddress,
      Supplier<BooleanSupplier> watch) {}

  private static final ThreadLocal<Visit> VISIT = new ThreadLocal<>();

  /** The caller's name, which is stored with each job that it creates; 1 to 255 characters. */
  public String name() {
    return identity().name();
  }

  /** The jobs that the caller may see: its own, or those of all callers for an operator. */
  public Scope scope() {
    return identity().scope();
  }

  /**
   * Whether the caller may do what concerns all callers: an operator, or the only caller that there
   * is in mode {@code local}.
   */
  public boolean operates() {
    return identity().isOperator() || identity().equals(Identity.LOCAL);
  }

  /** Whether the caller may lease jobs: a worker, or the only caller of mode {@code local}. */
  public boolean works() {
    return groups().contains(Group.WORKER) || identity().equals(Identity.LOCAL);
  }

  /** The groups of the caller: at least one. */
  public Set<Group> groups() {
    return identity().groups();
  }

  /** The names of all groups that the caller is in, also those without a meaning of their own. */
  public Set<String> memberships() {
    return identity().memberships();
  }

  private static Identity identity() {
    return known()
        .orElseThrow(() -> new IllegalStateException("no caller was admitted on this thread"));
  }

  private static Optional<Identity> known() {
    Visit visit = VISIT.get();
    return visit == null ? Optional.empty() : visit.identity();
  }

  /**
   * Begins the request of this thread.
   *
   * @param identity the caller; empty when the request asks for something public
   * @param watch makes what {@link #watch} returns
   */
  public void enter(
      Optional<Identity> identity, String remoteAddress, Supplier<BooleanSupplier> watch) {
    VISIT.set(new Visit(identity, remoteAddress, watch));
  }

  /**
   * For a response that outlives its request: tells, on any thread, whether the credentials of this
   * request are valid still.
   */
  public BooleanSupplier watch() {
    identity();
    return VISIT.get().watch().get();
  }

  /**
   * Does a part of the work that a caller has requested before, on a thread that serves no request:
   * the caller is known to the audit, and has no address any more.
   *
   * @throws Exception the exception that the work threw
   */
  public static <T> T as(Identity identity, Callable<T> work) throws Exception {
    VISIT.set(
        new Visit(
            Optional.of(identity),
            null,
            () -> {
              throw new IllegalStateException("there is no request to be watched");
            }));
    try {
      return work.call();
    } finally {
      VISIT.remove();
    }
  }

  /** Ends the request of this thread. */
  public void leave() {
    VISIT.remove();
  }

  /** The caller's name; empty where none was admitted, as for something public. */
  public Optional<String> knownName() {
    return known().map(Identity::name);
  }

  /** For the audit: null when the caller is not known. */
  static @Nullable String nameOrNull() {
    return known().map(Identity::name).orElse(null);
  }

  /** For the audit: null outside of a request. */
  static @Nullable String remoteOrNull() {
    Visit visit = VISIT.get();
    return visit == null ? null : visit.remoteAddress();
  }
}
