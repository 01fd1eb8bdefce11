/** The static pages: console and API explorer. */
package org.meanwhile.api.page;
