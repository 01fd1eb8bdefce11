/**
 * The operation {@code backup}: a directory tree as a zip archive.
 *
 * <p>The tree belongs to others, who may change it while it is read. Two decisions follow. The walk
 * goes from open directory to open directory and never by path, so that a directory swapped for a
 * link cannot lead it out. And what cannot be read is left out and told, rather than failing hours
 * of work. The archive's own table of contents is kept in a scratch file: {@code java.util.zip}
 * would keep it in memory.
 *
 * <p>It makes no checkpoints: half an archive of a tree that has changed since is worth nothing,
 * and a run's output is dropped with its lease.
 */
package org.meanwhile.builtin.backup;
