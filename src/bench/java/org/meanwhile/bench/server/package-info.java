/** The servers that are measured, and the tables of the WAR as far as measurements need them. */
package org.meanwhile.bench.server;
