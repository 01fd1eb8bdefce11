/**
 * Tests of the design: which room may use which, which room alone uses a library, and habits that a
 * compiler does not check.
 */
package org.meanwhile.architecture;
