/**
 * The steps that every request passes before any resource, and the errors that the container finds
 * by itself.
 *
 * <p>Knows {@code http}, {@code problem}, {@code security} and {@code platform}, and of {@code
 * representation} what links begin with; no job. {@link org.meanwhile.api.gate.RequestPipeline} has
 * the order of the steps: one servlet filter for all, because each further filter costs more than
 * most of the steps.
 *
 * <p>What the connector accepts and answers by itself is set in {@code payara-config/pre-boot.txt};
 * several steps exist only because of what it lets through.
 */
package org.meanwhile.api.gate;
