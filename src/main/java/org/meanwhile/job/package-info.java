/**
 * The truth about jobs: what they are, what may become of them, and how that is stored.
 *
 * <p>Everything that touches the database stands here, in two manners. What changes one job at a
 * caller's wish is a stateless EJB over JPA entities ({@link org.meanwhile.job.change.Removals},
 * {@link org.meanwhile.job.read.JobLists}): few rows, container transactions, rules in the entity.
 * What comes in numbers goes over plain JDBC, many rows with one statement: new jobs ({@link
 * org.meanwhile.job.submit.JobInserter}), polls ({@link org.meanwhile.job.read.JobReader}), and the
 * work of nodes ({@link org.meanwhile.job.run.Claims}, {@link org.meanwhile.job.run.Completions},
 * {@link org.meanwhile.job.content.ContentStore}, {@link org.meanwhile.job.retention.JobCleaner}),
 * which is guarded updates that say whether they held. Their SQL stands in {@link
 * org.meanwhile.job.Sql}, and what differs between databases in a {@link
 * org.meanwhile.database.Dialect}.
 *
 * <p>The one decision worth knowing: requests that come at the same time share a statement and a
 * commit ({@link org.meanwhile.database.Coalescer}). One of their threads asks for all; nobody
 * waits for company. A request by itself costs what it did before, and many cost little more than
 * one. The same holds for endings, which are collected by {@code work}: a job that is claimed and
 * ended with a hundred others costs a twentieth of a statement.
 *
 * <p>Scheduled jobs, which wait for their time (a {@code startAt}, the back-off of a retry), stand
 * apart from those that wait for a slot, and are promoted when they are due. It costs each of them
 * one more write. Without it every claim passed all of them: with 40,000 scheduled jobs, claiming
 * and looking for callers took a third of two processors.
 *
 * <p>Lists go by the request's row where they can ({@link org.meanwhile.job.read.ListedJob}): it is
 * written once, while a job's row is written anew when it is claimed and when it ends, and on
 * PostgreSQL an entry in each of its indexes with it. The two indexes of the lists were a fifth of
 * what a short job cost that database. A page costs half a millisecond more for it.
 *
 * <p>Polls may be read from a replica ({@link org.meanwhile.job.read.PollReader}); all else is
 * asked of the primary. How far a replica can be believed is not a matter of clocks but of
 * positions in the log ({@link org.meanwhile.database.Replica}). One weakness is left, and written
 * down for operators: what another node changed may be seen late, by as much as the replica may
 * lag. Closing it would take either a look at the primary for each poll, which is what the replica
 * is there to save, or a commit that waits for the replica ({@code synchronous_commit =
 * remote_apply}), which an operator can set in the database without us.
 *
 * <p>Who follows many jobs asks what became of all of them with one statement ({@link
 * org.meanwhile.job.read.ChangeReader}): it compares versions, and only what has changed is read. A
 * page of a list has a version, too, which costs less than the page ({@link
 * org.meanwhile.job.read.JobPage}).
 *
 * <p>Whether a caller may have one more job is decided from counts that are remembered for a moment
 * ({@link org.meanwhile.job.submit.AdmissionControl}, {@link
 * org.meanwhile.job.submit.StorageQuota}) or kept in memory ({@link
 * org.meanwhile.job.submit.SubmitRateLimiter}), so that creating a job costs no statement more.
 * Each says how exact it is.
 *
 * <p>After a commit this room fires CDI events ({@code JobAccepted}, {@code JobCancelRequested},
 * {@code JobChanged}, {@code JobsEnded}). They are hints: any of them may be lost.
 *
 * <p>What people look at is kept as it happens rather than counted later ({@link
 * org.meanwhile.job.statistics.OperationCounters}, {@link org.meanwhile.job.run.Attempts}): an
 * overview costs the same over a million ended jobs as over none ({@link
 * org.meanwhile.job.statistics.Overviews}), and a job that succeeds at its first attempt leaves
 * nothing behind.
 *
 * <p>Labels are kept as lines of {@code key:value} rather than as JSON: a search for one is then
 * the same exact LIKE on each database.
 */
package org.meanwhile.job;
