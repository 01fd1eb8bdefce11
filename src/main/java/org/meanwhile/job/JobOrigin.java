package org.meanwhile.job;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What made a job, beside the request of its caller, and with which rights it acts.
 *
 * @param rerunOf the ended job that this one runs again
 * @param group the job whose operation has made this one
 * @param position its place among the members of its group, from 0; empty for what is no member
 * @param schedule the name of the caller's schedule that has fired
 * @param callerGroups the names of the groups that its caller was in, for an operation that acts on
 *     other jobs; none for all others. A name has no control characters
 */
public record JobOrigin(
    Optional<JobId> rerunOf,
    Optional<JobId> group,
    Optional<Integer> position,
    Optional<String> schedule,
    Set<String> callerGroups) {
  /** A request for a single job. */
  public static final JobOrigin REQUEST =
      new JobOrigin(Optional.empty(), Optional.empty(), Optional.empty());

  public JobOrigin {
    // A name with a line break would be read as two.
    callerGroups =
        callerGroups.stream()
            .filter(name -> name.chars().noneMatch(Character::isISOControl))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** What acts on no other jobs. */
  public JobOrigin(Optional<JobId> rerunOf, Optional<JobId> group, Optional<String> schedule) {
    this(rerunOf, group, Optional.empty(), schedule, Set.of());
  }

  public static JobOrigin rerunOf(JobId job) {
    return new JobOrigin(Optional.of(job), Optional.empty(), Optional.empty());
  }

  public static JobOrigin schedule(String name) {
    return new JobOrigin(Optional.empty(), Optional.empty(), Optional.of(name));
  }

  public JobOrigin in(JobId newGroup) {
    return new JobOrigin(rerunOf, Optional.of(newGroup), position, schedule, callerGroups);
  }

  /** A member of a group. */
  public static JobOrigin member(JobId group, int position) {
    return new JobOrigin(
        Optional.empty(), Optional.of(group), Optional.of(position), Optional.empty(), Set.of());
  }

  /** Acts on other jobs with the rights of these groups. */
  public JobOrigin by(Collection<String> groups) {
    return new JobOrigin(rerunOf, group, position, schedule, Set.copyOf(groups));
  }
}
