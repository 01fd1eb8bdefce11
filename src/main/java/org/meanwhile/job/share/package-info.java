/**
 * Shares: links to an output that need no token. May know {@code job}, {@code database} and {@code
 * platform}.
 *
 * <p>The one decision worth knowing: only the SHA-256 hash of a share's secret is stored, so that a
 * copy of the database opens no output.
 */
package org.meanwhile.job.share;
