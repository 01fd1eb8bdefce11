package com.example;

import java.io.*;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meanwhile.operation.*;

@OperationDefinition(
    name = "count-lines",
    title = "Count lines",
    takes = "text/plain",
    yields = "text/plain")
public class CountLines implements Operation<CountLines.Input> {

  public record Input(@Schema(description = "count lines with this text only") String containing) {}

  @Override
  public void run(Input input, Task task) throws Exception {
    String text = input.containing() == null ? "" : input.containing();
    long lines = 0;
    try (var in = new BufferedReader(new InputStreamReader(task.file().orElseThrow().open(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines += line.contains(text) ? 1 : 0;
        task.progress(lines, 0, "lines");
      }
    }
    task.output("text/plain", "lines.txt").write(Long.toString(lines).getBytes(StandardCharsets.UTF_8));
  }
}
