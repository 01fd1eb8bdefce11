/**
 * The operation {@code sort}: lines sorted in less memory than they take.
 *
 * <p>The file is cut into runs that fit into memory, each is sorted and spilled to scratch, and the
 * runs are merged. Lines are compared as the bytes they are: in UTF-8 the order of unsigned bytes
 * is the order of code points, so nothing is ever decoded. One big array holds the lines and their
 * index both, so that memory is what the caller allowed, whether lines are many or long.
 */
package org.meanwhile.builtin.sort;
