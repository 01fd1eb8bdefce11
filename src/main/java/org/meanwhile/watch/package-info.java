/**
 * Notifies waiting clients of changes: long polls and event streams of jobs ({@link
 * org.meanwhile.watch.JobWatches}), waits for a page of a list ({@link
 * org.meanwhile.watch.ListWatches}) for lines of a log ({@link org.meanwhile.watch.LogWatches}) and
 * for bytes of an output that is being written ({@link org.meanwhile.watch.PartialOutputWatches}).
 * Knows how jobs are read; does not know who the {@link org.meanwhile.watch.JobWatcher}s are or
 * what they answer.
 *
 * <p>Polls that wait for nothing are served by this room as well: {@link
 * org.meanwhile.watch.EndedJobWatch} looks which ended jobs have changed, for {@code job.read},
 * which keeps the others.
 *
 * <p>The one decision worth knowing: no thread waits for a single client. However many clients
 * wait, one thread polls for all jobs with one query, one thread polls for lists, one thread ends
 * waits in time, and a bounded number of threads writes to clients ({@link
 * org.meanwhile.watch.BoundedExecutor}). Events of this node are hints that shorten the wait; the
 * poll finds every change, on whichever node it was made.
 */
@NullMarked
package org.meanwhile.watch;

import org.jspecify.annotations.NullMarked;
