/**
 * The steps that every request passes before any resource, and what the container answers by
 * itself.
 */
package org.meanwhile.api.gate;
