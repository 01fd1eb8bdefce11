/**
 * A node behind HAProxy and nginx, each a real process with the configuration that we ship: what
 * clients rely on holds there too, and nothing gets past the proxy unseen.
 */
package org.meanwhile.edge;
