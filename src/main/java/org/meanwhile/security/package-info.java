/**
 * Who the caller is, and what it may do and see.
 *
 * <p>The one decision worth knowing: there is one {@link org.meanwhile.security.AccessControl},
 * before everything else, and it is shut. A request that is not on the short list of {@code
 * PublicPaths} comes in only with a {@link org.meanwhile.security.Group}; a resource declares
 * nothing and cannot forget anything. It stands in a servlet filter ({@code api.Gate} translates
 * for it; this room knows nothing of servlets), for pages, metrics and paths that do not exist have
 * to pass it as well as resources. The list is compared with the path as it was sent: what one part
 * of the server might read otherwise than another is not on it.
 *
 * <p>Who came in, {@link org.meanwhile.security.Caller} knows, on the thread of the request: a
 * field of the thread costs nothing beside a poll, where a bean of the request's scope would cost
 * about as much as the document. It has two questions to answer, which are not the same for
 * operators: {@code name}, whose what is created becomes, and {@code scope}, whose jobs are seen.
 * Every query in {@code job} takes the latter. Somebody else's job is not forbidden but unknown.
 *
 * <p>Three modes, and two ways to know a token. {@code TokenFile} looks it up among hashes. {@code
 * JwtTokens} verifies it by a library rather than by the container's own mechanism: that one is
 * built into a WAR by an annotation, so the same WAR could not be open to its own machine by
 * default. The names of its settings are the standard's. Keys that an issuer publishes are fetched
 * beside the requests ({@code RemoteJwks}): an issuer that hangs holds up nobody.
 *
 * <p>A page in a browser on the same machine is on the loopback interface, too. {@code Loopback}
 * keeps it out: by the name that it calls this server, by its origin, and by what proxies add.
 *
 * <p>{@link org.meanwhile.security.Audit} writes down what was done and what was refused.
 */
package org.meanwhile.security;
