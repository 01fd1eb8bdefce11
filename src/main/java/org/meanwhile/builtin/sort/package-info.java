/**
 * The operation {@code sort}: an external merge sort of the lines of a text.
 *
 * <p>The file is cut into runs that fit into memory. Each run is sorted ({@link
 * org.meanwhile.builtin.sort.LineSorter}) and spilled to a scratch file, and the runs are merged
 * ({@link org.meanwhile.builtin.sort.Merge}).
 *
 * <p>Two decisions worth knowing. Lines are compared as bytes: in UTF-8 the order of unsigned bytes
 * is the order of code points, so nothing is decoded. And one array holds the lines and their index
 * ({@link org.meanwhile.builtin.sort.LineArena}), so a sort keeps to its memory whether its lines
 * are many or long.
 */
@NullMarked
package org.meanwhile.builtin.sort;

import org.jspecify.annotations.NullMarked;
