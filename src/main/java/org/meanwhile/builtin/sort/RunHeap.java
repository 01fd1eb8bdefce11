package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A binary heap of the runs that are being merged; the run with the next line is the first. */
final class RunHeap implements AutoCloseable {
  private final List<RunReader> opened = new ArrayList<>();
  private final RunReader[] heap;
  private final int bufferBytes;
  private final int sign;
  private int size;

  RunHeap(int maxRuns, int bufferBytes, boolean descending) {
    this.heap = new RunReader[maxRuns];
    this.bufferBytes = bufferBytes;
    this.sign = descending ? -1 : 1;
  }

  void add(Run run) throws IOException {
    RunReader reader = new RunReader(run, bufferBytes);
    opened.add(reader);
    if (reader.next()) {
      siftUp(reader);
    }
  }

  private void siftUp(RunReader added) {
    int hole = size++;
    for (int parent = (hole - 1) / 2;
        hole > 0 && sign * added.compareTo(heap[parent]) < 0;
        parent = (hole - 1) / 2) {
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = added;
  }

  boolean isEmpty() {
    return size == 0;
  }

  RunReader first() {
    return heap[0];
  }

  /** Goes to the next line of the first run, and drops the run at its end. */
  void advance() throws IOException {
    if (!heap[0].next()) {
      heap[0] = heap[--size];
      heap[size] = null;
    }
    if (size > 1) {
      siftDown();
    }
  }

  private void siftDown() {
    RunReader moved = heap[0];
    int hole = 0;
    for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && sign * heap[child + 1].compareTo(heap[child]) < 0) {
        child++;
      }
      if (sign * heap[child].compareTo(moved) >= 0) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = moved;
  }

  @Override
  public void close() throws IOException {
    for (RunReader reader : opened) {
      reader.close();
    }
  }
}
