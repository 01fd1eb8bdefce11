/**
 * Deliveries of callbacks: outbox, signing, guarded sending. Nothing lives here yet; a request that
 * names a callback is refused.
 */
package org.meanwhile.callback;
