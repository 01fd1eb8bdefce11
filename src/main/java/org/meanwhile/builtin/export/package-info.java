/**
 * The operation {@code export}: the rows of a configured SQL statement as text.
 *
 * <p>Callers choose a statement by name and bind its parameters; they never send SQL. Rows come
 * from a cursor in a read-only transaction that is always rolled back, and go straight to the
 * output. JDBC does not notice an interrupted thread, so a watcher cancels the statement for it.
 *
 * <p>It makes no checkpoints. A cursor dies with its transaction, and what another run reads is the
 * database of another moment: to skip the rows that were written before would join two moments, and
 * rows without an order of their own could be missing or come twice. The rows that were written are
 * gone besides, as a run's output is dropped with its lease.
 */
package org.meanwhile.builtin.export;
