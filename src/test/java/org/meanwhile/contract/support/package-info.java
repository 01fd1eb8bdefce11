/**
 * The tools of the black-box tests: servers, clients, receivers of callbacks, and the OpenAPI
 * document.
 */
package org.meanwhile.contract.support;
