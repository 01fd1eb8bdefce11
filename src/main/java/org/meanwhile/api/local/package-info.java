/**
 * {@link org.meanwhile.jobs.Jobs} for code of the same application: translates its calls as the
 * resources translate requests. May know what they know, and {@code watch}.
 *
 * <p>The one decision worth knowing: a request is made JSON and read by the reader of all other
 * requests, so that no rule is written twice. Reading, and looking whether there is room, happen
 * outside of the caller's transaction, which is suspended meanwhile: those statements must neither
 * commit it nor be rolled back with it.
 */
package org.meanwhile.api.local;
