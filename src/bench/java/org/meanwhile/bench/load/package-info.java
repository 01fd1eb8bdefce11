/**
 * The clients of the benchmark. Each is a process of its own that loads one server or database for
 * a given time and then prints its result. They share the machine with the server that they
 * measure, so they use little of it.
 */
package org.meanwhile.bench.load;
