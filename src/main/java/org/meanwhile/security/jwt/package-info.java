/** Bearer tokens of an identity provider (MicroProfile JWT). */
package org.meanwhile.security.jwt;
