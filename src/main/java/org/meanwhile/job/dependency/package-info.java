/**
 * Jobs that wait for the end of others. May know {@code job}, {@code job.delivery} and {@code
 * database}.
 *
 * <p>The one decision worth knowing: a job that waits for others is held as a suspended one is
 * (never due), so claims do not know of dependencies. What ends a job knows nothing of them either:
 * its event is a hint, and a look at the open dependencies whose parent has ended is the guarantee.
 * A parent can only be a job that exists already, so there is no circle; each step lets a job go on
 * or ends it, so no job waits for ever.
 */
package org.meanwhile.job.dependency;
