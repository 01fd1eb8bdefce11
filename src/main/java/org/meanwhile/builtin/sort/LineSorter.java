package org.meanwhile.builtin.sort;

import java.util.SplittableRandom;
import org.meanwhile.operation.Task;

/**
 * Sorts the index of an arena in place: multikey quicksort (Bentley and Sedgewick, 1997) with seven
 * bytes a step instead of one. Common prefixes, such as dates in logs, are compared once.
 *
 * <p>Pivots are drawn at random, so that no file can be prepared that takes quadratic time. The
 * sort is not stable, which cannot be observed: lines that compare as equal are equal.
 */
final class LineSorter {
  private static final int INSERTION_SORT_SIZE = 12;
  private static final int MIN_LINES_PER_CHECK = 4096;

  private final LineArena arena;
  private final Task task;
  private final SplittableRandom random = new SplittableRandom();

  LineSorter(LineArena arena, Task task) {
    this.arena = arena;
    this.task = task;
  }

  /** Adjacent index entries of lines whose first {@code depth} bytes are equal. */
  private record Range(int from, int to, int depth) {
    int size() {
      return to - from;
    }
  }

  void sort() {
    sort(new Range(0, arena.lines(), 0));
  }

  /**
   * Recurses into all parts but the largest, and loops over that one: the recursion is never deeper
   * than the logarithm of the number of lines, for lines of any length.
   */
  private void sort(Range whole) {
    Range range = whole;
    while (range.size() > INSERTION_SORT_SIZE) {
      if (range.size() > MIN_LINES_PER_CHECK) {
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
    insertionSort(range);
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

  /** Splits into lines with a key lower than, equal to, and higher than the pivot. */
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
      equalKeys(less, greater, range.depth, pivot),
      new Range(greater, range.to, range.depth)
    };
  }

  private Range equalKeys(int from, int to, int depth, long key) {
    if ((key & 0xFF) != LineArena.CONTINUES) {
      // Lines that end within an equal key are equal: there is nothing to sort.
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

  private void insertionSort(Range range) {
    for (int i = range.from + 1; i < range.to; i++) {
      for (int j = i; j > range.from && isLess(j, j - 1, range.depth); j--) {
        arena.swap(j, j - 1);
      }
    }
  }

  private boolean isLess(int a, int b, int depth) {
    long key = arena.key(a);
    int order = Long.compareUnsigned(key, arena.key(b));
    if (order != 0 || (key & 0xFF) != LineArena.CONTINUES) {
      return order < 0;
    }
    return arena.compareRest(a, b, depth + LineArena.KEY_BYTES) < 0;
  }
}
