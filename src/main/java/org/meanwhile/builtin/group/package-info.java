/**
 * The operation {@code group}: its jobs consist of others. What is run of a group is the writing of
 * its output, when all members have ended; all before that is {@code job.group}'s.
 *
 * <p>As {@code bulk} it may know jobs, because its output is about them.
 */
@NullMarked
package org.meanwhile.builtin.group;

import org.jspecify.annotations.NullMarked;
