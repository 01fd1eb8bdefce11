package org.meanwhile.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of further JVMs, and where their files go. */
public final class JavaProcess {
  private JavaProcess() {}

  /** A JVM of this benchmark's own classes. */
  public static ProcessBuilder of(Class<?> main, List<String> flags, List<String> arguments) {
    List<String> line = new ArrayList<>(flags);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(arguments);
    return jvm(line);
  }

  /** A JVM of any kind; it writes its errors where this benchmark does. */
  static ProcessBuilder jvm(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(arguments);
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** A directory for one contender's files, which is made. */
  public static Path directory(String name) {
    try {
      return Files.createDirectories(
          Path.of(System.getProperty("bench.directory"), name).toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
