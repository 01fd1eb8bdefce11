/**
 * The operations that ship. Each is real work with progress, cancellation and memory that does not
 * grow with its data, and each doubles as an example for authors.
 *
 * <p>They use {@code operation} and nothing else of ours, as any author's operation would. That is
 * why they read their own configuration by MicroProfile Config instead of asking {@code
 * platform.Settings}: what an administrator allows {@code backup} to read is nobody else's matter.
 * It is read anew for each job, so that the check of a request and its run see the same.
 */
package org.meanwhile.builtin;
