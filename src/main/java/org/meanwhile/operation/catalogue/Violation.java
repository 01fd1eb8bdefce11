package org.meanwhile.operation.catalogue;

/**
 * One fault of an input.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) relative to the input; empty for the input
 *     itself
 * @param detail what is wrong, for callers; names no class
 */
public record Violation(String pointer, String detail) {}
