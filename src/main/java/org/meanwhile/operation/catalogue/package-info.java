/**
 * The catalogue: which operations this node offers, and what each takes.
 *
 * <p>It turns the definitions of authors into what callers read: names, media types, and the JSON
 * Schema of each input. Then it reads inputs by the same rules. It knows nothing of jobs or HTTP.
 *
 * <p>The one decision worth knowing: inputs are read by our own small code, not by a general
 * binding. A general binding stops at the first fault and names classes in its messages. This code
 * finds every fault with its JSON pointer, and makes the schema that callers see from the very
 * objects that read ({@code Shape}), so the two cannot differ.
 */
@NullMarked
package org.meanwhile.operation.catalogue;

import org.jspecify.annotations.NullMarked;
