/**
 * The operation {@code export}: the rows of a configured SQL statement as CSV or NDJSON. {@link
 * org.meanwhile.builtin.export.Export} is the operation, {@link
 * org.meanwhile.builtin.export.ReadOnlyConnection} its transaction, {@link
 * org.meanwhile.builtin.export.RowWriter} a format.
 *
 * <p>The decisions worth knowing: callers choose a statement by its name and bind its parameters,
 * but never send SQL. Values are the database's text as far as it has one ({@link
 * org.meanwhile.builtin.export.Dialect}): a driver's objects differ between runs and lose what they
 * do not know. Rows come from a cursor in a read-only transaction that is always rolled back, and
 * go straight to the output. JDBC does not notice an interrupted thread, so a second thread cancels
 * the statement ({@link org.meanwhile.builtin.export.CancelWatch}).
 */
@NullMarked
package org.meanwhile.builtin.export;

import org.jspecify.annotations.NullMarked;
