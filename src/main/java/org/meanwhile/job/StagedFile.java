package org.meanwhile.job;

import java.util.Optional;

/** A caller's file, all of it stored, that belongs to no job yet. */
public record StagedFile(StoredContent content, Optional<String> name, String mediaType) {}
