/**
 * The model of a job, its values and its events. The leaves of this room submit, read, change, run
 * and delete jobs, each with its SQL. The room may know {@code database} and {@code platform};
 * leaves know this package and leaves below them, and this package knows no leaf.
 *
 * <p>The one decision worth knowing: there are two ways to the database. JPA is for what changes
 * one job at a caller's wish ({@code change}) and for lists ({@code JobLists}): few rows, the
 * container's transaction, rules in the entity. Plain JDBC is for what comes in numbers, many rows
 * with one statement: new jobs, polls, claims, results, deletion. Their writes are guarded updates
 * that say whether they held. A test compares the two mappings of a job.
 *
 * <p>Events are fired after a commit and are hints: any of them may be lost, and polling finds what
 * they would have told.
 */
package org.meanwhile.job;
