/**
 * What any client may rely on, held against the built WAR on a real Payara Micro from outside: each
 * answer is checked against {@code openapi/openapi.yaml} as well.
 */
package org.meanwhile.contract;
