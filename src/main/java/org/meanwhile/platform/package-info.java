/**
 * What the program stands on: its settings, its clock, and who this node is. Knows nothing of jobs.
 *
 * <p>Alone in reading MicroProfile Config for the server (operations read their own names) and in
 * reading the system clock. The database's clock decides about jobs; this one formats estimates and
 * makes ids.
 */
package org.meanwhile.platform;
