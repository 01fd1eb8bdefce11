/**
 * Black-box tests of everything that a client may rely on: the built WAR runs on a real Payara
 * Micro, and each request and answer is checked against {@code openapi/openapi.yaml} as well.
 *
 * <p>This package holds tests only; their tools are in {@link org.meanwhile.contract.support}.
 */
package org.meanwhile.contract;
