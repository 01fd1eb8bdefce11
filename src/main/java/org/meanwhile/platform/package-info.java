/**
 * Basics that all rooms use: settings, the clock, the identity of this node, and text that is safe
 * to log. Knows no other room but {@code notation}.
 *
 * <p>Only this package reads MicroProfile Config, except for the operations that ship, which read
 * names of their own. Only this package reads the system clock, makes spans, and knows where the
 * server puts figures.
 *
 * <p>The one decision worth knowing: each room declares its own settings in a {@link
 * org.meanwhile.platform.SettingsGroup}, from which the manual's table is made, and its threads in
 * a {@link org.meanwhile.platform.Service}, which starts nothing on a node without the room's
 * {@link org.meanwhile.platform.Role}. So no room knows of another's role, and a node that lacks a
 * role has no idle threads for it. {@link org.meanwhile.platform.Loop} and {@link
 * org.meanwhile.platform.ElasticWorkers} are what these threads are made of.
 */
@NullMarked
package org.meanwhile.platform;

import org.jspecify.annotations.NullMarked;
