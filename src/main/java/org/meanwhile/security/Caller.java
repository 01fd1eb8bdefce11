package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.meanwhile.platform.Scope;

/**
 * Who sent the request at hand. Known on the request's own thread only, from the moment that the
 * {@link AccessControl} let it in until it is answered there: whoever answers later, on another
 * thread, keeps what it needs of it.
 *
 * <p>Asked where nobody came in, it throws: what forgot to ask at the door sees nothing rather than
 * all.
 */
@ApplicationScoped
public class Caller {
  private record Visit(Identity identity, String remoteAddress) {}

  private static final ThreadLocal<Visit> VISIT = new ThreadLocal<>();

  /** Its name, stored with what it creates; at most 255 characters. */
  public String name() {
    return identity().name();
  }

  /** Whose jobs it may see: its own, and everyone's when it is an operator. */
  public Scope scope() {
    return identity().isOperator() ? Scope.everyone() : Scope.of(identity().name());
  }

  /** What it may do. */
  public Set<Group> groups() {
    return identity().groups();
  }

  private static Identity identity() {
    Visit visit = VISIT.get();
    if (visit == null || visit.identity() == null) {
      throw new IllegalStateException("nobody was let in on this thread");
    }
    return visit.identity();
  }

  /**
   * The request of this thread begins.
   *
   * @param identity null for what anybody may ask for
   */
  public void enter(Identity identity, String remoteAddress) {
    VISIT.set(new Visit(identity, remoteAddress));
  }

  /** The request of this thread is over. */
  public void leave() {
    VISIT.remove();
  }

  /** For the records: null when nobody proved who it is. */
  static String nameOrNull() {
    Visit visit = VISIT.get();
    return visit == null || visit.identity() == null ? null : visit.identity().name();
  }

  /** For the records: null outside of a request. */
  static String remoteOrNull() {
    Visit visit = VISIT.get();
    return visit == null ? null : visit.remoteAddress();
  }
}
