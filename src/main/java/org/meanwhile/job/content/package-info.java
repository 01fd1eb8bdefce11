/**
 * Content of any size, in chunks: files that come with jobs, and outputs. May know {@code job},
 * {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: content lies in the database, so that a job and its bytes are
 * kept and deleted together, on every node and in every backup. Outputs of at most 8 KiB are stored
 * inline, in their output's row.
 */
package org.meanwhile.job.content;
