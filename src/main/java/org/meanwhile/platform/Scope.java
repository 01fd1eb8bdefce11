package org.meanwhile.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * Whose jobs a request may see: those of one caller, or everyone's (an operator).
 *
 * <p>A type rather than a name that may be null: a forgotten argument would then mean everyone.
 */
public sealed interface Scope {

  /** The scope of an operator: includes each owner. */
  static Scope everyone() {
    return new Everyone();
  }

  /**
   * The scope of one caller: includes nobody else.
   *
   * @throws NullPointerException when {@code caller} is null
   */
  static Scope of(String caller) {
    return new OneCaller(caller);
  }

  /** Whether jobs of this owner may be seen. */
  boolean includes(String owner);

  /** The one caller to whom this scope is restricted; empty when it includes everyone. */
  Optional<String> onlyCaller();

  record Everyone() implements Scope {
    @Override
    public boolean includes(String owner) {
      return true;
    }

    @Override
    public Optional<String> onlyCaller() {
      return Optional.empty();
    }
  }

  record OneCaller(String name) implements Scope {
    public OneCaller {
      Objects.requireNonNull(name, "a scope without a caller");
    }

    @Override
    public boolean includes(String owner) {
      return name.equals(owner);
    }

    @Override
    public Optional<String> onlyCaller() {
      return Optional.of(name);
    }
  }
}
