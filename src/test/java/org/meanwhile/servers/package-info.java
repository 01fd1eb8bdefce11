/**
 * The WAR as it is on servers of several makes, each a real process: {@code mvn -Pservers verify}.
 * Without this profile these tests are left out, because the servers are large downloads.
 *
 * <p>{@link org.meanwhile.servers.ServerContract} is the part of the contract that depends on the
 * server: how it reads requests, holds answers, runs, stores, and comes up after a crash.
 */
package org.meanwhile.servers;
