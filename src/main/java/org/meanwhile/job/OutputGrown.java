package org.meanwhile.job;

/** Event: more can be read of the output of this running job. A hint, fired after the commit. */
public record OutputGrown(JobId job) {}
