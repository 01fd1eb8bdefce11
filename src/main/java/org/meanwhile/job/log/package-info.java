/**
 * The logs of jobs: lines that a run writes while it runs, for clients that want to know more than
 * progress. May know {@code job} and {@code database}.
 *
 * <p>The one decision worth knowing: a row holds all lines that a run wrote within a moment, not
 * one line. A run that writes 200 lines a second then costs five rows and five guarded inserts a
 * second. Lines have numbers that only grow; a number that no row has is a line that was dropped,
 * so nothing counts what was lost.
 */
package org.meanwhile.job.log;
