/**
 * JSON bodies: read strictly and within limits, and written. A body that cannot be read is thrown
 * as a {@link org.meanwhile.api.problem.Problem}, so this leaf stands on {@code problem}.
 *
 * <p>JSON is read by Jackson rather than by JSON-B: Jackson refuses duplicate members, deep nesting
 * and trailing text, and says at which line and column a document is broken.
 */
package org.meanwhile.api.json;
