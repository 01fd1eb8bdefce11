/** Who is let in, and who is not. */
package org.meanwhile.security;
