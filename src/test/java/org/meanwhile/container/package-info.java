/** Tests that run inside the server, beside the application, for behaviour of the container. */
package org.meanwhile.container;
