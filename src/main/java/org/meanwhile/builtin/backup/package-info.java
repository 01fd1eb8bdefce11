/**
 * The operation {@code backup}: a directory tree as a zip archive. {@link
 * org.meanwhile.builtin.backup.Backup} is the operation, {@link
 * org.meanwhile.builtin.backup.TreeWalk} reads the tree, and {@link
 * org.meanwhile.builtin.backup.ZipStream} writes the archive.
 *
 * <p>The tree belongs to other programs, which may change it while it is read. Two decisions
 * follow:
 *
 * <ul>
 *   <li>The walk goes from open directory to open directory and never by path, so a directory that
 *       is swapped for a link cannot lead it out of the tree.
 *   <li>A file that cannot be read is left out and reported; it does not fail hours of work.
 * </ul>
 */
@NullMarked
package org.meanwhile.builtin.backup;

import org.jspecify.annotations.NullMarked;
