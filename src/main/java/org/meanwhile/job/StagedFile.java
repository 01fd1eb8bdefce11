package org.meanwhile.job;

import java.util.Optional;

/** A caller's file that is stored completely and belongs to no job yet. */
public record StagedFile(StoredContent content, Optional<String> name, String mediaType) {}
