package org.meanwhile.api.request;

import java.util.UUID;

/**
 * A set of UUIDs that takes 16 bytes for each place, so that the ids of a million jobs fit into
 * memory. Grows, never shrinks. For one thread.
 */
final class IdSet {
  private static final int FIRST_PLACES = 64;

  private long[] high = new long[FIRST_PLACES];
  private long[] low = new long[FIRST_PLACES];
  private boolean hasZero;
  private int size;

  /** Adds an id; false when it is there already. */
  boolean add(UUID id) {
    long first = id.getMostSignificantBits();
    long second = id.getLeastSignificantBits();
    if (first == 0 && second == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    int place = place(high, low, first, second);
    if (high[place] == first && low[place] == second) {
      return false;
    }
    high[place] = first;
    low[place] = second;
    size++;
    if (size * 2 > high.length) {
      grow();
    }
    return true;
  }

  boolean contains(UUID id) {
    long first = id.getMostSignificantBits();
    long second = id.getLeastSignificantBits();
    if (first == 0 && second == 0) {
      return hasZero;
    }
    int place = place(high, low, first, second);
    return high[place] == first && low[place] == second;
  }

  /** Where the id is, or else the free place for it. */
  private static int place(long[] high, long[] low, long first, long second) {
    int mask = high.length - 1;
    long mixed = (first ^ Long.rotateLeft(second, 32)) * 0x9E37_79B9_7F4A_7C15L;
    int place = (int) (mixed >>> 32) & mask;
    while ((high[place] != 0 || low[place] != 0)
        && !(high[place] == first && low[place] == second)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] newHigh = new long[high.length * 2];
    long[] newLow = new long[high.length * 2];
    for (int i = 0; i < high.length; i++) {
      if (high[i] != 0 || low[i] != 0) {
        int place = place(newHigh, newLow, high[i], low[i]);
        newHigh[place] = high[i];
        newLow[place] = low[i];
      }
    }
    high = newHigh;
    low = newLow;
  }
}
