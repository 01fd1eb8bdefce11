package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import fish.payara.micro.PayaraMicro;
import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pre-boot files, as Payara's own parser reads them. That it obeys them is for the ITs. */
class PreBootTest {
  private static final Path ROOT = Path.of("payara-config");
  private static final Set<String> COMMANDS =
      Set.of(
          "set", "create-threadpool", "create-protocol", "create-http", "create-network-listener");

  @TempDir private static Path directory;
  private static Class<?> parser;

  /** The parser is in jars inside Payara Micro's. */
  @BeforeAll
  static void load() throws Exception {
    Path micro =
        Path.of(PayaraMicro.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<URL> jars = new ArrayList<>();
    try (ZipFile all = new ZipFile(micro.toFile())) {
      for (String name : List.of("config-api.jar", "simple-glassfish-api.jar")) {
        Path jar = directory.resolve(name);
        try (InputStream in = all.getInputStream(all.getEntry("MICRO-INF/runtime/" + name))) {
          Files.copy(in, jar);
        }
        jars.add(jar.toUri().toURL());
      }
    }
    ClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new));
    parser = Class.forName("fish.payara.boot.runtime.BootCommands", true, loader);
  }

  @Test
  void each_line_is_a_comment_or_a_command_that_is_read_whole() throws Exception {
    for (String file : List.of("pre-boot.txt", "pre-boot-behind-proxy.txt")) {
      List<String> lines =
          Files.readAllLines(ROOT.resolve(file)).stream()
              .filter(line -> !line.startsWith("#"))
              .toList();
      List<List<String>> read = read(file);

      assertThat(read.stream().map(words -> String.join(" ", words))).isEqualTo(lines);
      assertThat(read).extracting(words -> words.get(0)).isSubsetOf(COMMANDS);
      assertThat(read)
          .filteredOn(words -> words.get(0).equals("set"))
          .allMatch(words -> words.size() == 2 && words.get(1).matches("[\\w.-]+=\\w[\\w.-]*"));
    }
  }

  @Test
  void behind_a_proxy_all_that_holds_without_one_does() throws Exception {
    List<List<String>> without = read("pre-boot.txt");

    assertThat(read("pre-boot-behind-proxy.txt").subList(0, without.size())).isEqualTo(without);
  }

  private static List<List<String>> read(String file) throws Exception {
    Object commands = parser.getConstructor().newInstance();
    parser
        .getMethod("parseCommandScript", File.class, boolean.class)
        .invoke(commands, ROOT.resolve(file).toFile(), false);
    List<List<String>> all = new ArrayList<>();
    for (Object command : (List<?>) parser.getMethod("getCommands").invoke(commands)) {
      List<String> words = new ArrayList<>();
      words.add((String) command.getClass().getMethod("getCommand").invoke(command));
      words.addAll(
          List.of((String[]) command.getClass().getMethod("getArguments").invoke(command)));
      all.add(words);
    }
    return all;
  }
}
