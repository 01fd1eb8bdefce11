/**
 * What every room stands on: settings, the clock, the identity of this node, and text that is safe
 * to log. Knows no other room.
 *
 * <p>Alone in reading MicroProfile Config, beside the operations that ship, which read names of
 * their own; and alone in reading the system clock.
 *
 * <p>The one decision worth knowing: each room declares its own settings in a {@link
 * org.meanwhile.platform.SettingsGroup}, from which the manual's table is made, and asks for its
 * own {@link org.meanwhile.platform.Role}. The class that starts a room's timers and threads starts
 * nothing without the role, so no room knows of another's role, and a node that lacks a role has no
 * idle threads for it.
 */
@NullMarked
package org.meanwhile.platform;

import org.jspecify.annotations.NullMarked;
