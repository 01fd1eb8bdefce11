/**
 * The libraries that people would use instead, each as it is meant to be used for speed on
 * PostgreSQL, in a process of its own that is told what to do by lines on its standard input.
 */
package org.meanwhile.bench.peer;
