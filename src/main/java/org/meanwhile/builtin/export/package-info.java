/**
 * The operation {@code export}: the rows of a configured SQL statement as text.
 *
 * <p>Callers choose a statement by name and bind its parameters; they never send SQL. Rows come
 * from a cursor in a read-only transaction that is always rolled back, and go straight to the
 * output. JDBC does not notice an interrupted thread, so a watcher cancels the statement for it.
 */
package org.meanwhile.builtin.export;
