/**
 * The embedded database that a server has when nobody gave it another: H2, on files of ours.
 *
 * <p>The one decision worth knowing: H2's own files do not suit a server whose threads are
 * interrupted and whose memory is bounded. Its usual ones ({@code file:}) are closed by the first
 * interrupt, for everybody. Those that bear it ({@code async:}) leave each transfer to a thread of
 * the JDK, which keeps a buffer outside the heap as large as its largest transfer; when there is no
 * memory for one more, that thread dies and says nothing, and whoever waits for it, with the lock
 * that every other statement needs, waits for ever. So the files are plain ones here ({@link
 * org.meanwhile.database.embedded.PlainFile}), which know neither interrupts nor buffers.
 *
 * <p>The container opens a connection before anything of the application runs. Only the data
 * source's class is sure to be there before, so it is that which tells H2 of these files ({@link
 * org.meanwhile.database.embedded.EmbeddedDataSource}).
 */
package org.meanwhile.database.embedded;
