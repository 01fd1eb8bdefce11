package org.meanwhile.builtin.sort;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;

/**
 * Sorts the lines of a UTF-8 text by code points, for texts of any length.
 *
 * <p><b>Lines.</b> A line ends with LF or CR LF, the last one also with the file; in the output
 * each line ends with LF. A byte order mark at the beginning of the file is dropped. All other
 * bytes are kept. The order is that of code points, not of any language's alphabet. Lines that
 * compare as equal are equal, so stability does not matter.
 *
 * <p><b>Failures.</b> {@code not-utf-8}, with the number of the line, when the text is not UTF-8;
 * {@code line-too-long} when a line is longer than a quarter of the memory, because a merge holds
 * several lines at a time.
 *
 * <p><b>Memory.</b> Lines, their index and the buffers of the merge take {@code memoryBytes} or an
 * eighth of the JVM's heap, whichever is less, and about 300 KiB more. All sorts of a node together
 * take a quarter of the heap: a sort waits until its share is free.
 *
 * <p><b>Scratch space.</b> The size of the file and three bytes a line when one pass merges all
 * runs, otherwise up to twice as much.
 *
 * <p><b>Progress.</b> In bytes; each byte of the file counts twice, when it is read and when it is
 * merged.
 *
 * <p><b>Checkpoints.</b> None. The work of a sort is in its runs, which are on the disk of its node
 * and are deleted with the run of the operation. To continue on another node, a checkpoint would
 * have to hold the runs: every sort would write the whole file to the database once more, to save
 * some time of the few sorts that a crash hits. And output that was begun is dropped with its
 * lease, so the merge would start over in any case.
 */
@OperationDefinition(
    name = "sort",
    title = "Sort lines",
    description =
        "Sorts the lines of a UTF-8 text by code points, also when they do not fit into memory."
            + " Lines end with LF or CR LF, in the output with LF.",
    takes = {"text/*", "application/octet-stream"},
    yields = "text/plain",
    repeatable = true)
public class Sort implements Operation<Sort.Input> {
  private static final int MIN_MEMORY_BYTES = 64 * 1024;
  private static final int MAX_MEMORY_BYTES = 256 * 1024 * 1024;

  /**
   * The input of a sort.
   *
   * @param unique whether equal lines are written once
   * @param descending whether the highest line comes first
   * @param memoryBytes the upper limit of its memory, 64 KiB to 256 MiB
   */
  @Schema(description = "How to sort")
  public record Input(
      @Schema(description = "Keep one of equal lines", defaultValue = "false") boolean unique,
      @Schema(description = "From the highest to the lowest", defaultValue = "false")
          boolean descending,
      @Schema(
              description =
                  "Memory that it may take, in bytes; a line may be a quarter of that long",
              defaultValue = "67108864")
          @Min(MIN_MEMORY_BYTES)
          @Max(MAX_MEMORY_BYTES)
          int memoryBytes) {

    LineOrder order() {
      return new LineOrder(descending, unique);
    }
  }

  private final long maxBytesPerSort;
  private final MemoryBudget budget;

  /** For the container. */
  public Sort() {
    this(Runtime.getRuntime().maxMemory());
  }

  Sort(long heapBytes) {
    maxBytesPerSort = heapBytes / 8;
    budget = new MemoryBudget(Math.max(MIN_MEMORY_BYTES, heapBytes / 4));
  }

  @Override
  public void run(Input input, Task task)
      throws IOException, InterruptedException, PermanentFailure {
    InputFile file =
        task.file().orElseThrow(() -> new PermanentFailure("no-file", "There is no file to sort."));
    int memory = (int) Math.max(MIN_MEMORY_BYTES, Math.min(input.memoryBytes(), maxBytesPerSort));
    long reservedBytes = Math.min(memory, arenaBytes(file));
    task.message("waiting for memory");
    budget.acquire(reservedBytes);
    try {
      sort(file, input, memory, task);
    } finally {
      budget.release(reservedBytes);
    }
  }

  /** The largest array that the file can need: that of a file of empty lines only. */
  private static long arenaBytes(InputFile file) {
    return (file.sizeBytes() + 2) * (1 + LineArena.OVERHEAD);
  }

  private static void sort(InputFile file, Input input, int memory, Task task)
      throws IOException, PermanentFailure {
    Path scratch = task.scratch();
    TextSink output =
        new TextSink(task.output("text/plain; charset=utf-8", file.name().orElse("sorted.txt")));
    List<Run> runs = readRuns(file, input, memory, output, task);
    if (!runs.isEmpty()) {
      task.message("merging " + runs.size() + " runs");
      task.log("merging " + runs.size() + " sorted runs");
      int fanIn = Merge.fanIn(memory, Merge.longestLine(runs));
      long planned = Math.max(1, Merge.planned(runs, fanIn));
      long size = file.sizeBytes();
      new Merge(
              input.order(),
              memory,
              scratch,
              task,
              merged ->
                  task.progress(
                      size + (long) ((double) merged / planned * size), 2 * size, "bytes"))
          .merge(runs, fanIn, output);
    }
    output.flush();
    task.message("sorted");
    task.log("sorted " + file.sizeBytes() + " bytes");
    task.progress(2 * file.sizeBytes(), 2 * file.sizeBytes(), "bytes");
  }

  /**
   * Spills the lines of the file as sorted runs. When all lines fit into memory, they are written
   * to the output at once, and the list is empty.
   */
  private static List<Run> readRuns(
      InputFile file, Input input, int memory, TextSink output, Task task)
      throws IOException, PermanentFailure {
    List<Run> runs = new ArrayList<>();
    LineArena arena = new LineArena((int) Math.min(memory, arenaBytes(file)));
    LineSorter sorter = new LineSorter(arena, task);
    task.message("reading");
    try (InputStream in = file.open()) {
      LineReader reader = new LineReader(in, arena, memory / 4);
      for (LineReader.Stop stopped = reader.read(); ; stopped = reader.read()) {
        task.checkCanceled();
        task.progress(reader.bytesRead(), 2 * file.sizeBytes(), "bytes");
        if (stopped == LineReader.Stop.BLOCK_READ) {
          continue;
        }
        sorter.sort();
        if (stopped == LineReader.Stop.END && runs.isEmpty()) {
          arena.writeTo(output, input.order(), task);
          return runs;
        }
        task.log("run " + (runs.size() + 1) + ": " + arena.lines() + " lines");
        runs.add(spill(arena, task.scratch().resolve("run-" + runs.size()), input.order(), task));
        if (stopped == LineReader.Stop.END) {
          return runs;
        }
      }
    }
  }

  private static Run spill(LineArena arena, Path file, LineOrder order, Task task)
      throws IOException {
    Run.Writer writer = new Run.Writer(file);
    try (writer) {
      arena.writeTo(writer, order, task);
    }
    if (arena.lines() == 0) {
      throw new IllegalStateException("no line of " + arena.openLength() + " bytes fits");
    }
    arena.clear();
    return writer.run();
  }
}
