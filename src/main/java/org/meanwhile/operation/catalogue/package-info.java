/**
 * The catalogue: what operations this node offers, and what each takes.
 *
 * <p>It turns what authors wrote into what callers read: names, media types, and the JSON Schema of
 * each input. It knows nothing of jobs or HTTP.
 *
 * <p>The one decision worth knowing: an input record is read by our own small code, not by a
 * general binding. A general one stops at the first fault and names classes in its messages; this
 * one finds every fault, each with its JSON pointer, and the schema that callers see is made from
 * the very objects that read ({@code Shape}), so the two cannot drift apart.
 */
package org.meanwhile.operation.catalogue;
