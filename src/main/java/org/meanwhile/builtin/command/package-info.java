/**
 * The operations of {@code meanwhile.command.*}: programs of this machine that an administrator
 * offers by configuration. {@link org.meanwhile.builtin.command.ConfiguredCommands} describes the
 * settings, {@link org.meanwhile.builtin.command.RunCommand} what a program may rely on, and {@link
 * org.meanwhile.builtin.command.ProcessTree} how its processes are ended.
 *
 * <p>The decisions worth knowing: no shell ever sees a caller's value, and a program and all
 * processes that it started end with the run.
 */
@NullMarked
package org.meanwhile.builtin.command;

import org.jspecify.annotations.NullMarked;
