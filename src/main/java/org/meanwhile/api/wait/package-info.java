/** Responses that wait: held polls, held lists, streams of events. */
package org.meanwhile.api.wait;
