/** What the black-box tests share: servers, clients, listeners, descriptions. */
package org.meanwhile.contract.support;
