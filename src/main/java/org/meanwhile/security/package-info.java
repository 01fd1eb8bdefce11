/**
 * Who the caller is, what the caller may do and see, and how much of a node is its share. Knows
 * {@code platform}, and of the catalogue that it can be {@linkplain
 * org.meanwhile.security.OperationAccess filtered}; nothing of HTTP servers: {@code
 * api.gate.AccessStep} translates for it.
 *
 * <p>The one decision worth knowing: there is one {@link org.meanwhile.security.AccessControl} in
 * front of everything, and it is closed. A request is admitted with credentials, or because its
 * path is on the short list of {@code PublicPaths}. A resource declares nothing and can forget
 * nothing; pages, metrics and unknown paths are behind it as well.
 *
 * <p>{@code Loopback} admits requests in mode {@code local}, {@code TokenFile} verifies tokens in
 * mode {@code token}, {@code security.jwt} in mode {@code jwt}. {@link
 * org.meanwhile.security.Caller} is the caller of the request at hand, {@link
 * org.meanwhile.security.Audit} writes what was done and what was refused.
 */
@NullMarked
package org.meanwhile.security;

import org.jspecify.annotations.NullMarked;
