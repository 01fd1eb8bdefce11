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
 * The lines of a UTF-8 text, sorted by code points, however many there are.
 *
 * <p>A line ends with LF or CR LF, the last one also with the file; in the output each ends with
 * LF. A byte order mark at the file's beginning is dropped. All other bytes stay as they are; the
 * order is that of the code points, in no language's alphabet. Lines that compare as equal are
 * equal, so there is no question of stability.
 *
 * <p>Fails with {@code not-utf-8}, naming the line, when the text is not UTF-8, and with {@code
 * line-too-long} when a line is longer than a quarter of the memory: a merge needs to hold some at
 * a time.
 *
 * <p>Memory for lines, their index and the merge's buffers is {@code memoryBytes} or an eighth of
 * the JVM's heap, whichever is less; some 300 KiB come on top. All sorts of a node together take a
 * quarter of the heap: the next one waits for its share. Scratch space is the file's size and three
 * bytes a line, as long as one pass merges all runs, and up to twice that else. Progress is in
 * bytes, each of the file counted twice, as it is read and as it is merged.
 *
 * <p>There are no checkpoints; the package says why.
 */
@OperationDefinition(
    name = "sort",
    title = "Sort lines",
    description =
        "Sorts the lines of a UTF-8 text by code points, also when they do not fit into memory."
            + " Lines end with LF or CR LF, in the output with LF.",
    takes = {"text/*", "application/octet-stream"},
    yields = "text/plain")
public class Sort implements Operation<Sort.Input> {
  private static final int MIN_MEMORY = 64 * 1024;
  private static final int MAX_MEMORY = 256 * 1024 * 1024;

  /**
   * How to sort.
   *
   * @param unique whether equal lines are kept once only
   * @param descending whether the last line in order comes first
   * @param memoryBytes how much memory it may take, 64 KiB to 256 MiB
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
          @Min(MIN_MEMORY)
          @Max(MAX_MEMORY)
          int memoryBytes) {}

  private final long heapShare;
  private final MemoryBudget budget;

  /** For the container. */
  public Sort() {
    this(Runtime.getRuntime().maxMemory());
  }

  Sort(long heapBytes) {
    heapShare = heapBytes / 8;
    budget = new MemoryBudget(Math.max(MIN_MEMORY, heapBytes / 4));
  }

  @Override
  public void run(Input input, Task task)
      throws IOException, InterruptedException, PermanentFailure {
    InputFile file =
        task.file().orElseThrow(() -> new PermanentFailure("no-file", "There is no file to sort."));
    int memory = (int) Math.max(MIN_MEMORY, Math.min(input.memoryBytes(), heapShare));
    long share = Math.min(memory, arenaBytes(file));
    task.message("waiting for memory");
    budget.take(share);
    try {
      sort(file, input, memory, task);
    } finally {
      budget.giveBack(share);
    }
  }

  /** A small file needs no large array, not even if all its lines are empty. */
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
      int fanIn = Merge.fanIn(memory, Merge.longestLine(runs));
      long planned = Math.max(1, Merge.planned(runs, fanIn));
      long size = file.sizeBytes();
      new Merge(
              input,
              memory,
              scratch,
              task,
              merged ->
                  task.progress(
                      size + (long) ((double) merged / planned * size), 2 * size, "bytes"))
          .merge(runs, fanIn, output);
    }
    output.flush();
    task.progress(2 * file.sizeBytes(), 2 * file.sizeBytes(), "bytes");
  }

  /**
   * Makes sorted runs; when one would be enough it goes to the output at once, and none is made.
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
      for (LineReader.Stop stop = reader.readOn(); ; stop = reader.readOn()) {
        task.checkCanceled();
        task.progress(reader.read(), 2 * file.sizeBytes(), "bytes");
        if (stop == LineReader.Stop.PAUSE) {
          continue;
        }
        sorter.sort();
        if (stop == LineReader.Stop.END && runs.isEmpty()) {
          arena.writeTo(output, input.descending(), input.unique(), task);
          return runs;
        }
        runs.add(spill(arena, task.scratch().resolve("run-" + runs.size()), input, task));
        if (stop == LineReader.Stop.END) {
          return runs;
        }
      }
    }
  }

  private static Run spill(LineArena arena, Path file, Input input, Task task) throws IOException {
    Run.Writer writer = new Run.Writer(file);
    try (writer) {
      arena.writeTo(writer, input.descending(), input.unique(), task);
    }
    if (arena.lines() == 0) {
      throw new IllegalStateException("no line of " + arena.openLength() + " bytes fits");
    }
    arena.clear();
    return writer.run();
  }
}
