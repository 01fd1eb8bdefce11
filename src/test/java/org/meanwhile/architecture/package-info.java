/**
 * Holds the program to its design: which room may know which, who alone uses what, and habits that
 * a compiler does not check.
 */
package org.meanwhile.architecture;
