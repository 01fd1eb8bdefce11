package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

/**
 * The clients that openapi-generator makes of {@code openapi.yaml} compile as they are, and hold a
 * conversation: create, repeat, poll, fetch, share, revoke, upload, delete.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class GeneratedClientsIT {
  private static final Path GENERATED = Path.of("target", "generated-clients");
  private static final Path CONVERSATIONS = Path.of("src", "test", "client");
  private static final Path TSC = Path.of("node_modules", "typescript", "bin", "tsc");

  private final Client client;

  GeneratedClientsIT(Client client) {
    this.client = client;
  }

  @Test
  void a_java_client_compiles_and_converses(@TempDir Path classes) throws Exception {
    List<Path> sources = new ArrayList<>(List.of(CONVERSATIONS.resolve("Conversation.java")));
    try (Stream<Path> files = Files.walk(GENERATED.resolve("java/src/main/java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
    }
    compile(sources, classes);
    URL[] urls = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      Class<?> conversation = loader.loadClass("Conversation");
      conversation
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {client.base().toString()});
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    // Failsafe names the class path in a property, because its own is a jar with a manifest.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath);
      assertThat(
              compiler
                  .getTask(
                      null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                  .call())
          .as("it compiles")
          .isTrue();
    }
  }

  /** Needs Node.js and the compiler that {@code npm ci} installs; is skipped without. */
  @Test
  void a_typescript_client_compiles_and_converses(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(Files.exists(TSC), "no TypeScript: npm ci");
    Path scripts = directory.resolve("scripts");
    String[] compile = {
      "node",
      TSC.toAbsolutePath().toString(),
      "--target es2022 --module commonjs --moduleResolution node10 --strict --lib es2022,dom",
      "--types node --typeRoots " + Path.of("node_modules", "@types").toAbsolutePath(),
      "--outDir " + scripts,
      directory.resolve("conversation.ts").toString()
    };
    // Else what is compiled counts as a part of this project's own scripts, which are modules.
    Files.writeString(directory.resolve("package.json"), "{\"type\": \"commonjs\"}");
    copy(GENERATED.resolve("typescript"), directory.resolve("generated"));
    Files.copy(CONVERSATIONS.resolve("conversation.ts"), directory.resolve("conversation.ts"));
    run(List.of(String.join(" ", compile).split(" ")), directory);
    run(
        List.of("node", scripts.resolve("conversation.js").toString(), client.base().toString()),
        directory);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void run(List<String> command, Path directory)
      throws IOException, InterruptedException {
    File log = directory.resolve("log").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log.toPath())).isZero();
  }
}
