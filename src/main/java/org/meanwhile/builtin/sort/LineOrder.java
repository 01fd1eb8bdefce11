package org.meanwhile.builtin.sort;

/**
 * The order in which lines are written.
 *
 * @param descending whether the highest line comes first
 * @param unique whether equal lines are written once
 */
record LineOrder(boolean descending, boolean unique) {}
