/**
 * What a job looks like to clients: its status document, the estimates and links in it, and the
 * types of its events.
 *
 * <p>A room of its own, because two rooms that do not know each other show jobs: {@code api}
 * answers with this document, {@code callback} sends it. Knows {@code job}, {@code job.estimate}
 * and {@code job.pause}.
 *
 * <p>Documents are written member by member and not built as trees: writing the document is most of
 * the work of a poll.
 */
@NullMarked
package org.meanwhile.representation;

import org.jspecify.annotations.NullMarked;
