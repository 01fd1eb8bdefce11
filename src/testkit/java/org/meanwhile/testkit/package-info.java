/**
 * The test kit: operations run in plain JUnit tests, without a server. It is a jar of its own
 * (classifier {@code testkit}) and never in the WAR.
 *
 * <p>The one decision worth knowing: inputs are read by the server's own code, which the jar
 * brings, so a test and the server cannot disagree about an input. What a run is on a server,
 * {@link org.meanwhile.testkit.TestTask} keeps in memory.
 */
package org.meanwhile.testkit;
