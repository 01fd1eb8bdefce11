/** Errors as problem documents (RFC 9457). */
package org.meanwhile.api.problem;
