/** Fields and values of HTTP as RFCs define them, without a word of JAX-RS or of jobs. */
package org.meanwhile.api.http;
