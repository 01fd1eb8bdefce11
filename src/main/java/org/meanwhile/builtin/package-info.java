/**
 * The operations that ship with the server: {@code backup}, {@code bulk}, {@code command}, {@code
 * export}, {@code group}, {@code simulate} and {@code sort}. Each does real work with progress,
 * cancellation and memory that does not grow with its data, and each doubles as an example for
 * authors.
 *
 * <p>The operations know {@code operation} and nothing else of the project, as an author's own
 * operation would; {@code command} is an entry of the catalogue for each program, and {@code bulk}
 * and {@code group} may know jobs, because they are about them. {@code BuiltinSettings} describes
 * their rows of the manual and knows {@code platform} for it.
 *
 * <p>The one decision worth knowing: these operations read their configuration through MicroProfile
 * Config and not through {@code platform.Settings}. Its names are the administrator's, so no list
 * of settings could declare them. It is read anew for each job, so that the check of a request and
 * the run of its job see the same configuration.
 */
@NullMarked
package org.meanwhile.builtin;

import org.jspecify.annotations.NullMarked;
