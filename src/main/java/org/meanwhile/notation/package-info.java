/**
 * How durations and times are written: one grammar and one reader each, for bodies, queries, inputs
 * of operations, settings and the command line. Knows no other room and nothing but the JDK.
 *
 * <p>The one decision worth knowing: these readers are a room of their own, below {@code platform}
 * and {@code operation}. {@code operation} is what authors compile against, so it must not bring
 * the settings and the clock of a server with it; but a second reader there would be a second
 * grammar. Each reader publishes the very pattern that it reads by, for JSON Schemas, so what a
 * schema says and what the server takes cannot differ. {@code format} cannot say it: {@code
 * duration} allows months, which have no length, and no fractions.
 */
@NullMarked
package org.meanwhile.notation;

import org.jspecify.annotations.NullMarked;
