/**
 * Deleting what has expired: outputs, then records, and content that nobody can reach. May know
 * {@code job.delivery}, {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: readers compare times with the database's clock themselves, so
 * a job is answered as expired from that moment on, whether or not the purge has reached it.
 */
package org.meanwhile.job.retention;
