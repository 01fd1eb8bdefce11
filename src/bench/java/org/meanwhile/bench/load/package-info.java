/**
 * Clients: each a process of its own that loads one server or database for a given time and then
 * says what it saw. They share the machine with what they measure, so they are written to cost
 * little.
 */
package org.meanwhile.bench.load;
