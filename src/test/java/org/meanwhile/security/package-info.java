/** Tests which requests are admitted, and as whom. */
package org.meanwhile.security;
