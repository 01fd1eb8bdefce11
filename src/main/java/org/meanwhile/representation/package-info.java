/**
 * What a job looks like to the world outside: its status document, with the estimates and the URIs
 * in it.
 *
 * <p>A room of its own because two others, which do not know each other, show jobs: {@code api}
 * answers with this document, {@code callback} sends it. It knows {@code job} and {@code platform}.
 *
 * <p>Documents are written member by member rather than built as trees: a poll is little more than
 * this document.
 */
@NullMarked
package org.meanwhile.representation;

import org.jspecify.annotations.NullMarked;
