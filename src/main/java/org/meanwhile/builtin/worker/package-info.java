/**
 * Operations that workers elsewhere do: the configuration declares them, and no code of this
 * application runs their jobs.
 *
 * <p>The one decision worth knowing: a declaration is an entry of the catalogue like any other, so
 * requests, quotas and the console do not know who does the work.
 */
package org.meanwhile.builtin.worker;
