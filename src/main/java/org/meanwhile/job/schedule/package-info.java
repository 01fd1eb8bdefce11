/**
 * Schedules: jobs that a caller has made on the clock. May know {@code job}, its leaves {@code
 * change}, {@code delivery} and {@code submit}, {@code notation}, {@code database} and {@code
 * platform}.
 *
 * <p>The one decision worth knowing: the id of a job follows from its schedule and the instant of
 * the fire. So any number of nodes may try, and a node may die between storing the job and moving
 * the schedule on: the job is made once. What makes the request a job is above this room, and comes
 * in through {@link org.meanwhile.job.schedule.ScheduledJobs}.
 *
 * <p>Nodes of the role {@code api} fire, because they validate, count and refuse what callers
 * request, and have the whole catalogue.
 */
package org.meanwhile.job.schedule;
