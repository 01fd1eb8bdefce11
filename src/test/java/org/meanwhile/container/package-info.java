/** Runs inside the server, beside the application: what only the container can show. */
package org.meanwhile.container;
