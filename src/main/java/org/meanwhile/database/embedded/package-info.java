/**
 * The data source of the embedded database: H2, with files of our own. It is used unless {@code
 * meanwhile.db.class} names another.
 *
 * <p>The one decision worth knowing: H2's file systems do not suit a server whose threads are
 * interrupted and whose memory is bounded.
 *
 * <ul>
 *   <li>An interrupt closes a file of {@code file:}, for all threads.
 *   <li>{@code async:} survives interrupts, but leaves each transfer to a thread of the JDK, which
 *       keeps a buffer outside the heap as large as its largest transfer. When there is no memory
 *       for another buffer, that thread dies silently; the thread that waits for it, with the lock
 *       that every other statement needs, waits for ever.
 * </ul>
 *
 * <p>So the files are plain ({@link org.meanwhile.database.embedded.PlainFile}), which know neither
 * interrupts nor buffers. The data source's class registers them with H2 when it is loaded ({@link
 * org.meanwhile.database.embedded.EmbeddedDataSource}): the container opens a connection before any
 * other code of the application runs.
 */
@NullMarked
package org.meanwhile.database.embedded;

import org.jspecify.annotations.NullMarked;
