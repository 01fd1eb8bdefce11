package org.meanwhile.jobs;

import java.io.InputStream;

/** A file that comes with a job; its content is read once. */
public record JobFile(String mediaType, String name, InputStream content) {}
