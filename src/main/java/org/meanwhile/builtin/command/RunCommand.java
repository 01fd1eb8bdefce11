package org.meanwhile.builtin.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;
import org.meanwhile.operation.catalogue.InvalidInput;

/**
 * Runs one configured program.
 *
 * <p>The program runs in the run's scratch directory, which is also its HOME and TMPDIR. Of the
 * server's environment it gets PATH alone; the trace of the request is in TRACEPARENT and
 * TRACESTATE. The job's file is its standard input, as a file on disk and not as a pipe: a pipe
 * that the program does not read would block a thread for ever. For the same reason its output is
 * polled, and a run needs no thread besides its own.
 *
 * <p>When the program ends, or the job is cancelled, every process that it started is ended ({@link
 * ProcessTree}).
 *
 * <p>There are no checkpoints: the server cannot tell how far a program has come.
 */
final class RunCommand implements Operation<Map<String, @Nullable Object>> {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final System.Logger LOG = System.getLogger(RunCommand.class.getName());

  private final CommandLine line;
  private final Map<String, String> environment;
  private final String mediaType;
  private final String fileName;

  RunCommand(CommandLine line, Map<String, String> environment, String mediaType, String fileName) {
    this.line = line;
    this.environment = environment;
    this.mediaType = mediaType;
    this.fileName = fileName;
  }

  @Override
  public void run(Map<String, @Nullable Object> input, Task task)
      throws IOException, InterruptedException, InvalidInput, PermanentFailure {
    Arguments arguments = line.expand(input);
    if (!arguments.violations().isEmpty()) {
      throw new InvalidInput(arguments.violations());
    }
    OutputStream output = task.output(mediaType, fileName);
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder = prepare(arguments, mark, task);
    Path standardInput = task.file().isPresent() ? stage(task.file().get(), task) : null;
    if (standardInput != null) {
      builder.redirectInput(standardInput.toFile());
    }
    Process process = start(builder);
    try (OutputPump pump = new OutputPump(process, output, task)) {
      try (ProcessTree tree = new ProcessTree(process, mark)) {
        process.getOutputStream().close();
        if (standardInput != null) {
          Files.delete(standardInput); // the process has it open, and sees only its own files
        }
        pump.copyWhileAlive(tree);
      }
      pump.copyRest();
      pump.requireSuccess();
    }
  }

  private ProcessBuilder prepare(Arguments arguments, String mark, Task task) throws IOException {
    Path scratch = task.scratch();
    ProcessBuilder builder = new ProcessBuilder(arguments.command()).directory(scratch.toFile());
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("HOME", scratch.toString());
    builder.environment().put("TMPDIR", scratch.toString());
    task.traceparent().ifPresent(parent -> builder.environment().put("TRACEPARENT", parent));
    task.tracestate().ifPresent(state -> builder.environment().put("TRACESTATE", state));
    builder.environment().putAll(environment);
    builder.environment().put(ProcessTree.MARK, mark);
    return builder;
  }

  private static Process start(ProcessBuilder builder) throws PermanentFailure {
    try {
      return builder.start();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "a configured program does not start", e);
      throw new PermanentFailure("not-started", "the program could not be started");
    }
  }

  private static Path stage(InputFile file, Task task) throws IOException, InterruptedException {
    Path staged = File.createTempFile("input", null, task.scratch().toFile()).toPath();
    try (InputStream from = file.open();
        OutputStream to = Files.newOutputStream(staged)) {
      byte[] block = new byte[BLOCK_BYTES];
      for (int length = from.read(block); length >= 0; length = from.read(block)) {
        to.write(block, 0, length);
        OutputPump.checkStopped(task);
      }
    }
    return staged;
  }
}
