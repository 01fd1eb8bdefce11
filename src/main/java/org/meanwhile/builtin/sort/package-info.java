/**
 * The operation {@code sort}: lines sorted in less memory than they take.
 *
 * <p>The file is cut into runs that fit into memory, each is sorted and spilled to scratch, and the
 * runs are merged. Lines are compared as the bytes they are: in UTF-8 the order of unsigned bytes
 * is the order of code points, so nothing is ever decoded. One big array holds the lines and their
 * index both, so that memory is what the caller allowed, whether lines are many or long.
 *
 * <p>It makes no checkpoints. All its work lies in the runs, and they are on the disk of the node
 * that made them, in a directory that goes with the run of the operation. What another node could
 * go on from would be the runs themselves: storing them would write the whole file to the database
 * once more in every sort, to save a part of the time of those few that a crash hits. And an output
 * that was begun is dropped with its lease, so a merge has to start over in any case.
 */
@NullMarked
package org.meanwhile.builtin.sort;

import org.jspecify.annotations.NullMarked;
