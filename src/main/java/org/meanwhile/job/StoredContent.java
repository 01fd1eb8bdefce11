package org.meanwhile.job;

import java.util.UUID;

/**
 * Bytes that are stored: small ones inline, others as chunks.
 *
 * @param id of the chunks; null when {@code inline} holds it all
 * @param inline the bytes themselves; null when there are chunks
 * @param sha256 in lower-case hexadecimal
 */
public record StoredContent(UUID id, byte[] inline, long sizeBytes, String sha256) {}
