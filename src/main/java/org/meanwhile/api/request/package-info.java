/** Requests: reading and checking bodies, parameters and uploads. */
package org.meanwhile.api.request;
