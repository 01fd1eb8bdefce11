/**
 * Where callbacks may go: which URLs, hosts, addresses and ports. Knows {@code platform}, and sends
 * nothing.
 *
 * <p>It is a room of its own because two rooms that do not know each other use it: {@code api} when
 * a job is created, {@code callback} before each attempt.
 *
 * <p>The one decision worth knowing: a host is refused unless it is a plain name or an address in
 * its usual form. URLs are read by our own strict reader, because the readers of libraries differ
 * in exactly the spellings that attacks use. A name is resolved and its addresses are checked
 * before each connection, because they may have changed. For IPv4 special addresses are excluded;
 * for IPv6 only what IANA has assigned as global unicast is public.
 */
@NullMarked
package org.meanwhile.egress;

import org.jspecify.annotations.NullMarked;
