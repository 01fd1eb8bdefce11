/**
 * What the author of an operation sees: {@link org.meanwhile.operation.Operation}, {@link
 * org.meanwhile.operation.Task}, and the two failures. It knows nothing of jobs, HTTP or the
 * database, so that an operation can be tested with plain objects.
 *
 * <p>{@code operation.catalogue} turns what authors wrote into what callers read: names, media
 * types, and the JSON Schema of each input.
 */
package org.meanwhile.operation;
