/**
 * Where a callback may go: which URLs, hosts, addresses and ports.
 *
 * <p>A room of its own because two others, which do not know each other, ask: {@code api} when a
 * job is created, {@code callback} before each try. It knows {@code platform}, and sends nothing.
 *
 * <p>The one decision worth knowing: what an address is called is never trusted, and neither is
 * what a name resolved to earlier. URLs are read by our own strict reader, for the readers of
 * libraries differ in exactly the spellings that are used against them; a host that is not a plain
 * name or an address in its usual form is refused rather than understood. IPv6 is judged the other
 * way round than IPv4: only what IANA has given out as global unicast is public.
 */
package org.meanwhile.egress;
