/**
 * The static pages: the console, the API explorer and the description of the API that it shows.
 * Knows of the other leaves only {@code http} and the public address in {@code gate}; the API works
 * on a server that cannot deliver pages.
 *
 * <p>The one decision worth knowing: the console's modules need no build, because the server makes
 * one script of them when it starts.
 */
package org.meanwhile.api.page;
