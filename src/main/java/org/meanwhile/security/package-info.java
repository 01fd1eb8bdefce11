/**
 * Who the caller is, and what it may see. For now every caller is the same one; each query names it
 * all the same, so that telling callers apart changes this room only.
 */
package org.meanwhile.security;
