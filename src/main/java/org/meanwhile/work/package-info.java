/**
 * The work of a node: claiming jobs, running them, saying how they ended.
 *
 * <p>A job flows through here like this. {@link org.meanwhile.work.Claimer}, one thread, is woken
 * by a hint or by its sweep, claims as many jobs as there are free slots, of callers in their
 * {@link org.meanwhile.work.FairShares} (and, while jobs are short, as many as the slots will have
 * finished by the next claim: {@link org.meanwhile.work.ClaimBudgets}), and gives each as a {@link
 * org.meanwhile.work.Run} to the {@link org.meanwhile.work.JobExecutor}, whose managed threads take
 * one after the other. The run calls the operation with a {@link org.meanwhile.work.RunTask} and
 * puts what came of it into {@link org.meanwhile.work.JobCompleter}, whose one thread stores all
 * that is there in one transaction. {@link org.meanwhile.work.RunSupervisor} interrupts runs whose
 * time is up and cuts off those that do not listen; {@link org.meanwhile.work.Heartbeat} tells the
 * other nodes that this one lives, and gives back the jobs of those that do not.
 *
 * <p>Callers share the slots of each node evenly, whatever each has waiting. Nobody counts for that
 * what runs elsewhere, and no claim counts what waits: a node knows whose runs it has, asks now and
 * then who has waiting jobs, and hears of those that it took itself. With one caller all this comes
 * to the one statement that there would be without it. What is claimed ahead takes turns as well
 * ({@link org.meanwhile.work.FairQueue}).
 *
 * <p>The one decision worth knowing: a run's thread is interrupted only while the operation's own
 * code runs. While it stores its output the interrupt waits ({@link
 * org.meanwhile.work.InterruptShield}), for an interrupted thread closes the file or socket that it
 * happens to be using, and these are the database's.
 *
 * <p>A run that finds the database away waits for it ({@link org.meanwhile.work.RunRetryPolicy}),
 * behind its shield, until it is told to stop: the node tells it so when it could not write for so
 * long that others may have its jobs. So a restart of the database costs no attempt, and an
 * operation needs to know nothing of it.
 */
package org.meanwhile.work;
