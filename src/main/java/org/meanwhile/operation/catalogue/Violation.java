package org.meanwhile.operation.catalogue;

/**
 * One rule that an input breaks.
 *
 * @param pointer the place, as a JSON pointer (RFC 6901) relative to the input; empty for the whole
 *     input
 * @param detail what is wrong, for callers: without names of classes
 */
public record Violation(String pointer, String detail) {}
