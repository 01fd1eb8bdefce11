package org.meanwhile.job.submit;

import org.meanwhile.job.NewJob;
import org.meanwhile.job.group.StopOn;

/**
 * A validated request for a group.
 *
 * @param job the group itself
 * @param members iterated once for each try to store them, without holding them in memory
 * @param size how many members there are
 * @param base the root of the server, for the links in its output
 */
public record NewGroup(
    NewJob job, StopOn stopOn, Iterable<NewJob> members, int size, String base) {}
