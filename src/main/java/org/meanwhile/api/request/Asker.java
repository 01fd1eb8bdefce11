package org.meanwhile.api.request;

import java.util.Set;
import org.meanwhile.job.schedule.Schedule;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Caller;
import org.meanwhile.security.Identity;

/**
 * Who asks for a job: the caller of a request, or the one of a schedule that fires, where no
 * request is served.
 *
 * @param groups the names of all groups that it is in
 * @param scope whose jobs it may read
 */
record Asker(String name, Set<String> groups, Scope scope) {
  static Asker of(Caller caller) {
    return new Asker(caller.name(), caller.memberships(), caller.scope());
  }

  /** The caller of a schedule, as it was when the schedule was stored. */
  static Asker of(Schedule schedule) {
    return of(Identity.of(schedule.caller(), schedule.callerGroups()));
  }

  static Asker of(Identity caller) {
    return new Asker(caller.name(), caller.memberships(), caller.scope());
  }

  boolean isOperator() {
    return scope.equals(Scope.everyone());
  }
}
