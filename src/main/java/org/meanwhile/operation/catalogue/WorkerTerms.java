package org.meanwhile.operation.catalogue;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * On which terms workers elsewhere do the jobs of an operation.
 *
 * @param lease how long a worker may be silent before its job goes to another one
 * @param maxLeases how many jobs of the operation may be leased at a time, on all nodes together;
 *     empty for any number
 */
public record WorkerTerms(Duration lease, OptionalInt maxLeases) {}
