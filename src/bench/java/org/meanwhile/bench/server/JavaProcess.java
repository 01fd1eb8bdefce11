package org.meanwhile.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts further JVMs, and names the directories of their files. */
public final class JavaProcess {
  private JavaProcess() {}

  /** Prepares a JVM with the classes of this benchmark. */
  public static ProcessBuilder of(Class<?> main, List<String> flags, List<String> arguments) {
    List<String> line = new ArrayList<>(flags);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(arguments);
    return jvm(line);
  }

  /** Prepares a JVM; its standard error is that of this benchmark. */
  static ProcessBuilder jvm(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(arguments);
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Creates the directory for the files of one contender, unless it exists. */
  public static Path directory(String name) {
    try {
      return Files.createDirectories(
          Path.of(System.getProperty("bench.directory"), name).toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
