/**
 * Access to the database: connections, short transactions, migrations, dialects.
 *
 * <p>This package may know {@code platform} and nothing else of the project: no statement here
 * names a table of jobs. It alone uses Flyway. It also looks up the data sources.
 *
 * <p>The one decision worth knowing: work that comes in numbers goes over plain JDBC in short
 * transactions that are retried after a conflict ({@link org.meanwhile.database.Database}). A
 * failure that means an outage is told from others by {@link org.meanwhile.database.OutageSigns}.
 * Statements of many requests at a time are one statement with arrays as parameters ({@link
 * org.meanwhile.database.Columns}), and requests that arrive together share it ({@link
 * org.meanwhile.database.Coalescer}).
 */
@NullMarked
package org.meanwhile.database;

import org.jspecify.annotations.NullMarked;
