package org.meanwhile.api.request;

import java.util.Set;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Group;

/**
 * Who asks for a job: the caller of a request, or the one of a schedule that fires, where no
 * request is served.
 *
 * @param groups the names of all groups that it is in
 */
record Asker(String name, Set<String> groups) {
  boolean isOperator() {
    return groups.contains(Group.OPERATOR.word());
  }

  /** The jobs that it may see. */
  Scope scope() {
    return isOperator() ? Scope.everyone() : Scope.of(name);
  }
}
