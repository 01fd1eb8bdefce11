package org.meanwhile.job;

import java.util.UUID;

/**
 * Stored bytes: few inline, more as chunks.
 *
 * @param id of the chunks; null when the bytes are inline
 * @param inline the bytes themselves; null when there are chunks
 * @param sha256 in lower-case hexadecimal
 */
public record StoredContent(UUID id, byte[] inline, long sizeBytes, String sha256) {}
