/**
 * Follows jobs for those who wait: for an answer that is held, and for the next event of a stream.
 * Who they are and what they do about a change is not known here; they are {@link
 * org.meanwhile.watch.JobWatcher}s. Pages of lists are followed as well, for those who wait for one
 * to change ({@link org.meanwhile.watch.ListWatches}).
 *
 * <p>The one decision worth knowing: however many wait, there is one query per node and tick
 * ({@link org.meanwhile.watch.JobWatches}), with the ids and versions of all jobs that anyone here
 * waits for, and none when nobody does. It answers only which of them have changed; documents are
 * read for these, by page. So it does not matter on which node a job runs. What happens on this
 * node is hinted by events ({@code JobsEnded}, {@code JobChanged}) and looked at without waiting
 * for the tick; hints that come while the database is asked are looked at together. A look that
 * takes long puts off the next one: at most a fifth of a thread's time goes into looking.
 *
 * <p>Ticks are asked of the replica where polls are; hints are asked of the primary, which alone is
 * sure to have what was just committed. A job's version only ever rises, and what is older than
 * what is known here is passed over: nobody who waits sees a job go back.
 *
 * <p>Of lists there is one query per node and tick for each page that is waited for, however many
 * wait for it: whose jobs and which they are is part of the question, so that nobody is woken by a
 * job it may not see. It reads ids and versions, and is asked of the primary, as lists are; nothing
 * hints that it may be worth it. All of them take turns on one thread and one connection, and each
 * rests for four times as long as it took. Many different pages that are waited for at a time may
 * keep that thread busy, and are then looked at less often; they do not hold up those who wait for
 * jobs.
 *
 * <p>Four threads and a few helpers, none of them for a waiter ({@link
 * org.meanwhile.watch.WatchLifecycle}): one looks at jobs, one at lists, one keeps the time, for a
 * database that does not answer must not keep a wait from ending; and what watchers have to do
 * about it (write to a client) is done by a bounded number of helpers ({@link
 * org.meanwhile.watch.BoundedExecutor}).
 */
package org.meanwhile.watch;
