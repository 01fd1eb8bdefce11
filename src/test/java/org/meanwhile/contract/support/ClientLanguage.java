package org.meanwhile.contract.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The clients in {@code src/client}, each built once as its users build it, and run by a driver in
 * {@code src/test/client} that prints the same in each language.
 */
public enum ClientLanguage {
  JAVA {
    @Override
    List<String> build(Path directory) {
      Path classes = directory.resolve("classes");
      // The lint is that of its pom.xml; there is no class path, for it needs nothing but the JDK.
      List<String> javac = new ArrayList<>(List.of(jdk("javac"), "--release", "17", "-Werror"));
      javac.addAll(List.of("-Xlint:all", "-Xdoclint:all,-missing", "-d", classes.toString()));
      javac.addAll(files(SOURCES.resolve("java/src/main/java"), ".java"));
      run(javac, directory);
      run(
          List.of(
              jdk("javac"),
              "-cp",
              classes.toString(),
              "-d",
              classes.toString(),
              DRIVERS.resolve("java/Driver.java").toString()),
          directory);
      return List.of(
          jdk("java"), "-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp", classes.toString(), "Driver");
    }
  },

  PYTHON {
    @Override
    List<String> build(Path directory) {
      Assumptions.assumeTrue(onPath("python3"), "no Python");
      return List.of(
          "env",
          "PYTHONDONTWRITEBYTECODE=1",
          "PYTHONPATH=" + SOURCES.resolve("python"),
          "python3",
          "-W",
          "error",
          DRIVERS.resolve("python/driver.py").toString());
    }
  },

  /** Needs Node.js and the compiler that {@code npm ci} installs. */
  TYPESCRIPT {
    @Override
    List<String> build(Path directory) throws IOException {
      Path modules = Path.of("node_modules").toAbsolutePath();
      Path tsc = modules.resolve("typescript/bin/tsc");
      Assumptions.assumeTrue(Files.exists(tsc) && onPath("node"), "no TypeScript: npm ci");
      Path source = SOURCES.resolve("typescript");
      Path installed = directory.resolve("node_modules/meanwhile-client");
      Files.createDirectories(installed);
      Files.copy(source.resolve("package.json"), installed.resolve("package.json"));
      compile(tsc, "-p", source.toString(), "--outDir", installed.resolve("dist").toString());
      Files.writeString(directory.resolve("package.json"), "{\"type\": \"module\"}");
      Path driver = directory.resolve("driver.ts");
      Files.copy(DRIVERS.resolve("typescript/driver.ts"), driver);
      String options = "--strict --target es2022 --module nodenext --types node --skipLibCheck";
      List<String> words = new ArrayList<>(List.of(options.split(" ")));
      // No link to them: whoever deletes this directory might follow it.
      words.addAll(List.of("--typeRoots", modules.resolve("@types").toString()));
      words.add(driver.toString());
      compile(tsc, words.toArray(String[]::new));
      return List.of("node", directory.resolve("driver.js").toString());
    }

    private void compile(Path tsc, String... options) {
      List<String> command = new ArrayList<>(List.of("node", tsc.toString()));
      command.addAll(List.of(options));
      run(command, tsc.getParent());
    }
  };

  private static final Path SOURCES = Path.of("src", "client").toAbsolutePath();
  private static final Path DRIVERS = Path.of("src", "test", "client").toAbsolutePath();
  private static final int BUILD_LIMIT_MINUTES = 5;

  private List<String> command;

  /** Builds it below a directory; returns the command that runs its driver. */
  abstract List<String> build(Path directory) throws IOException;

  /**
   * The command that runs the driver with these arguments. Skips the test when a tool is missing.
   */
  public synchronized List<String> command(String... arguments) {
    if (command == null) {
      try {
        Path directory =
            Path.of(System.getProperty("it.directory"), "clients", name().toLowerCase())
                .toAbsolutePath();
        Files.createDirectories(directory);
        command = build(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    return whole;
  }

  private static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static boolean onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  private static List<String> files(Path root, String suffix) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).filter(file -> file.endsWith(suffix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command, Path directory) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(BUILD_LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(command + "\n" + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
