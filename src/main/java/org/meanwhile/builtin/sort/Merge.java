package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.meanwhile.operation.Task;

/**
 * Merges runs within a limit of memory: in each pass as many runs as have room for a buffer each,
 * the smallest first, in as many passes as needed. The file of a run is deleted after its pass.
 */
final class Merge {
  static final int MAX_FAN_IN = 128;
  private static final int MIN_BUFFER = 4096;
  private static final int MAX_BUFFER = 1024 * 1024;
  private static final int LINES_PER_CHECK = 1024;

  private final LineOrder order;
  private final int memoryBytes;
  private final Path scratch;
  private final Task task;
  private final LongConsumer onMerged;
  private long merged;

  /**
   * @param onMerged called with the number of bytes that were merged so far
   */
  Merge(LineOrder order, int memoryBytes, Path scratch, Task task, LongConsumer onMerged) {
    this.order = order;
    this.memoryBytes = memoryBytes;
    this.scratch = scratch;
    this.task = task;
    this.onMerged = onMerged;
  }

  /** The number of runs that one pass can merge; one more buffer holds the last unique line. */
  static int fanIn(int memoryBytes, int longestLine) {
    int room = memoryBytes / Math.max(MIN_BUFFER, Run.HEADER + longestLine) - 1;
    return Math.max(2, Math.min(MAX_FAN_IN, room));
  }

  /** An upper limit of the bytes that all passes together merge. */
  static long planned(List<Run> runs, int fanIn) {
    PriorityQueue<Long> sizes =
        runs.stream().map(Run::bytes).collect(Collectors.toCollection(PriorityQueue::new));
    long total = 0;
    while (!sizes.isEmpty()) {
      long sum = 0;
      boolean last = sizes.size() <= fanIn;
      for (int i = nextCount(sizes.size(), fanIn); i > 0; i--) {
        sum += sizes.remove();
      }
      total += sum;
      if (!last) {
        sizes.add(sum);
      }
    }
    return total;
  }

  /** The size of the next pass, chosen so that the last pass, which moves all bytes, is full. */
  private static int nextCount(int runs, int fanIn) {
    return runs <= fanIn ? runs : (runs - 2) % (fanIn - 1) + 2;
  }

  void merge(List<Run> runs, int fanIn, LineSink sink) throws IOException {
    PriorityQueue<Run> waiting = new PriorityQueue<>(Comparator.comparingLong(Run::bytes));
    waiting.addAll(runs);
    for (int pass = 0; waiting.size() > fanIn; pass++) {
      List<Run> next = take(waiting, nextCount(waiting.size(), fanIn));
      Run.Writer writer = new Run.Writer(scratch.resolve("merged-" + pass));
      try (writer) {
        mergeOnce(next, writer);
      }
      waiting.add(writer.run());
    }
    mergeOnce(take(waiting, waiting.size()), sink);
  }

  private static List<Run> take(PriorityQueue<Run> waiting, int count) {
    List<Run> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  private void mergeOnce(List<Run> runs, LineSink sink) throws IOException {
    int bufferBytes = Math.min(MAX_BUFFER, memoryBytes / (runs.size() + 1));
    try (RunHeap heap = new RunHeap(runs.size(), bufferBytes, order.descending())) {
      for (Run run : runs) {
        heap.add(run);
      }
      if (order.unique()) {
        writeUnique(heap, sink, longestLine(runs));
      } else {
        writeAll(heap, sink);
      }
    }
    for (Run run : runs) {
      Files.delete(run.file());
    }
    onMerged.accept(merged);
  }

  private void writeAll(RunHeap heap, LineSink sink) throws IOException {
    for (long lines = 0; !heap.isEmpty(); lines++) {
      checkAndReport(lines);
      merged += Run.HEADER + heap.first().length();
      heap.first().writeTo(sink);
      heap.advance();
    }
  }

  private void writeUnique(RunHeap heap, LineSink sink, int longestLine) throws IOException {
    byte[] previous = new byte[longestLine];
    int previousLength = -1;
    for (long lines = 0; !heap.isEmpty(); lines++) {
      checkAndReport(lines);
      RunReader first = heap.first();
      merged += Run.HEADER + first.length();
      if (previousLength < 0 || !first.hasLine(previous, previousLength)) {
        first.writeTo(sink);
        first.copyTo(previous);
        previousLength = first.length();
      }
      heap.advance();
    }
  }

  private void checkAndReport(long lines) {
    if (lines % LINES_PER_CHECK == 0) {
      task.checkCanceled();
      onMerged.accept(merged);
    }
  }

  static int longestLine(List<Run> runs) {
    return runs.stream().mapToInt(Run::longestLine).max().orElse(0);
  }
}
