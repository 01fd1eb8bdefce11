/**
 * The static pages: the console and the API explorer. Knows nothing of the other leaves; the API
 * works on a server that cannot deliver pages.
 */
package org.meanwhile.api.page;
