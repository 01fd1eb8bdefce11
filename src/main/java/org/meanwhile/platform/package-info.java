/**
 * What the program stands on: its settings, its clock, and who this node is. Knows nothing of jobs.
 *
 * <p>Which {@link org.meanwhile.platform.Role}s a node plays is a setting, and the rooms ask for
 * their own: what starts a room's timers and threads ({@code work.NodeLife}, {@code
 * retention.PurgeTimer}) starts nothing without its role, and {@code api.RoleFilter} refuses. So no
 * room knows of another's role, and a node that lacks one has no idle machinery of it.
 *
 * <p>Alone in reading MicroProfile Config for the server (operations read their own names) and in
 * reading the system clock. The database's clock decides about jobs; this one formats estimates and
 * makes ids.
 */
package org.meanwhile.platform;
