/** What of HTTP can be tried without a server. */
package org.meanwhile.api;
