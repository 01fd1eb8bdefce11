package org.meanwhile.builtin.sort;

import java.util.SplittableRandom;
import org.meanwhile.operation.Task;

/**
 * Sorts an arena's index in place: multikey quicksort (Bentley and Sedgewick, 1997) with seven
 * bytes a step instead of one. Common beginnings, such as dates in logs, are looked at once.
 *
 * <p>Pivots are drawn at random, so that nobody can prepare a file that takes quadratic time. Not
 * stable, which cannot be seen: lines that compare as equal are equal.
 */
final class LineSorter {
  private static final int SMALL = 12;
  private static final int WORTH_A_CHECK = 4096;

  private final LineArena arena;
  private final Task task;
  private final SplittableRandom random = new SplittableRandom();

  LineSorter(LineArena arena, Task task) {
    this.arena = arena;
    this.task = task;
  }

  /** Neighbours in the index that have their first {@code depth} bytes in common. */
  private record Range(int from, int to, int depth) {
    int size() {
      return to - from;
    }
  }

  void sort() {
    sort(new Range(0, arena.lines(), 0));
  }

  /**
   * Recurses into all parts but the largest, so that it is never deeper than the logarithm of the
   * number of lines, however long they are.
   */
  private void sort(Range whole) {
    Range range = whole;
    while (range.size() > SMALL) {
      if (range.size() > WORTH_A_CHECK) {
        task.checkCanceled();
      }
      Range[] parts = split(range);
      int largest = largest(parts);
      for (int i = 0; i < parts.length; i++) {
        if (i != largest) {
          sort(parts[i]);
        }
      }
      range = parts[largest];
    }
    sortSmall(range);
  }

  private static int largest(Range[] parts) {
    int largest = 0;
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].size() > parts[largest].size()) {
        largest = i;
      }
    }
    return largest;
  }

  /** Into lines with a lower key than the pivot's, with the same, and with a higher one. */
  private Range[] split(Range range) {
    long pivot = pivot(range.from, range.to);
    int less = range.from;
    int greater = range.to;
    for (int i = range.from; i < greater; ) {
      int order = Long.compareUnsigned(arena.key(i), pivot);
      if (order < 0) {
        arena.swap(less++, i++);
      } else if (order > 0) {
        arena.swap(i, --greater);
      } else {
        i++;
      }
    }
    return new Range[] {
      new Range(range.from, less, range.depth),
      lookDeeper(less, greater, range.depth, pivot),
      new Range(greater, range.to, range.depth)
    };
  }

  private Range lookDeeper(int from, int to, int depth, long key) {
    if ((key & 0xFF) != LineArena.GOES_ON) {
      // Lines that end within an equal key are equal: nothing is left to be sorted.
      return new Range(to, to, depth);
    }
    int deeper = depth + LineArena.KEY_BYTES;
    for (int i = from; i < to; i++) {
      arena.loadKey(i, deeper);
    }
    return new Range(from, to, deeper);
  }

  private long pivot(int from, int to) {
    long a = arena.key(random.nextInt(from, to));
    long b = arena.key(random.nextInt(from, to));
    long c = arena.key(random.nextInt(from, to));
    long low = Long.compareUnsigned(a, b) < 0 ? a : b;
    long high = low == a ? b : a;
    if (Long.compareUnsigned(c, low) < 0) {
      return low;
    }
    return Long.compareUnsigned(c, high) < 0 ? c : high;
  }

  private void sortSmall(Range range) {
    for (int i = range.from + 1; i < range.to; i++) {
      for (int j = i; j > range.from && isLess(j, j - 1, range.depth); j--) {
        arena.swap(j, j - 1);
      }
    }
  }

  private boolean isLess(int a, int b, int depth) {
    long key = arena.key(a);
    int order = Long.compareUnsigned(key, arena.key(b));
    if (order != 0 || (key & 0xFF) != LineArena.GOES_ON) {
      return order < 0;
    }
    return arena.compareRest(a, b, depth + LineArena.KEY_BYTES) < 0;
  }
}
