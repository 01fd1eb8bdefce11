/**
 * What authors of operations use: {@link org.meanwhile.operation.Operation}, {@link
 * org.meanwhile.operation.Task}, and the two failures. It knows nothing of jobs, HTTP or the
 * database, so an operation can be tested with plain objects.
 *
 * <p>This class is a complete operation. With the class in the WAR, callers can run {@code
 * count-lines}; its input has the optional member {@code containing}:
 *
 * <pre>{@code
 * @OperationDefinition(
 *     name = "count-lines",
 *     title = "Count lines",
 *     takes = "text/plain",
 *     yields = "text/plain")
 * public class CountLines implements Operation<CountLines.Input> {
 *
 *   public record Input(@Schema(description = "count lines with this text only") String containing) {}
 *
 *   @Override
 *   public void run(Input input, Task task) throws Exception {
 *     String text = input.containing() == null ? "" : input.containing();
 *     long lines = 0;
 *     try (var in = new BufferedReader(
 *         new InputStreamReader(task.file().orElseThrow().open(), UTF_8))) {
 *       for (String line = in.readLine(); line != null; line = in.readLine()) {
 *         task.checkCanceled();
 *         lines += line.contains(text) ? 1 : 0;
 *         task.progress(lines, 0, "lines");
 *       }
 *     }
 *     task.output("text/plain", "lines.txt").write(Long.toString(lines).getBytes(UTF_8));
 *   }
 * }
 * }</pre>
 *
 * <p>The one decision worth knowing: an operation has no interface but this one call. Everything
 * that it may need to know of its run is in {@code Task}, and everything that callers may know of
 * the operation is in its definition and its input record.
 *
 * <p>{@code operation.catalogue} makes from these what callers read: names, media types, and the
 * JSON Schema of each input.
 */
@NullMarked
package org.meanwhile.operation;

import org.jspecify.annotations.NullMarked;
