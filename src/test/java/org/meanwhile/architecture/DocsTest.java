package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.architecture.Manual.Page;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;

/** What README and the manual say of files, settings and commands is so. */
class DocsTest {
  private static final Path README = Path.of("README.md");
  private static final Path UPGRADING = Path.of("src", "site", "markdown", "upgrading.md");
  private static final Path MANUAL = UPGRADING.getParent();

  /** These two may name settings that are no more. */
  private static final Set<Path> OF_THE_PAST = Set.of(UPGRADING, Path.of("CHANGELOG.md"));

  private static final Pattern SETTING =
      Pattern.compile("(?<![a-z0-9_./-])meanwhile\\.(?!war\\b|jar\\b)[a-z][a-z0-9<>*.-]*");

  private static final Pattern VARIABLE = Pattern.compile("\\bMEANWHILE_[A-Z_]*[A-Z]");

  /** Names that contain one of the operator's own. */
  private static final Pattern FAMILY =
      Pattern.compile(
          "meanwhile\\.(work\\.slots\\.[^.]+|operations\\.[^.]+\\.groups|backup\\.sources\\.[^.]+"
              + "|export\\.[^.]+(\\.(sql|data-source))?"
              + "|command\\.[^.]+(\\.(line|parameters|title|description|takes|yields|file-required"
              + "|file-name|environment|repeatable))?"
              + "|worker\\.[^.]+(\\.(parameters|title|description|takes|yields|file-required|lease"
              + "|append-only|repeatable|max-attempts|max-leases))?)");

  private static final Pattern FAMILY_VARIABLE =
      Pattern.compile("MEANWHILE_(WORK_SLOTS|BACKUP_SOURCES|EXPORT)_\\w+");

  private static final Pattern RENAMED =
      Pattern.compile("(?m)^\\| `(meanwhile\\.[^`]+)` \\| `(meanwhile\\.[^`]+)` \\|$");

  /** Of this repository; {@code com/example} is a reader's project. */
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w/.-])(?:src|payara-config|openapi)/(?!main/java/com/)[\\w./-]+");

  /** Below {@code org.meanwhile}, such as {@code `job.run.Claims`}. */
  private static final Pattern CLASS =
      Pattern.compile("`(([a-z]+)(?:\\.[a-z]+)*\\.[A-Z][A-Za-z]+)`");

  private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?class (\\w+)");

  @Test
  void every_relative_link_resolves() {
    List<String> broken = new ArrayList<>();
    for (Page page : Manual.pages()) {
      for (String link : page.links()) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
        boolean there = Files.exists(target.normalize());
        if (!there || parts.length == 2 && !Manual.page(target).anchors().contains(parts[1])) {
          broken.add(page + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void every_page_of_the_manual_is_linked_from_another() {
    Set<Path> linked = new TreeSet<>();
    for (Page page : Manual.pages()) {
      for (String link : page.links()) {
        Path target = page.path().resolveSibling(link.replaceAll("#.*", "")).normalize();
        if (!target.equals(page.path())) {
          linked.add(target);
        }
      }
    }

    assertThat(Manual.pages())
        .extracting(Page::path)
        .filteredOn(path -> path.startsWith(MANUAL))
        .isNotEmpty()
        .isSubsetOf(linked);
  }

  @Test
  void every_setting_that_is_named_exists() {
    Set<String> known = known();
    Set<String> variables = known.stream().map(DocsTest::variable).collect(Collectors.toSet());
    Set<String> past = renamed().keySet();
    List<String> unknown = new ArrayList<>();
    for (Page page : Manual.pages()) {
      boolean pastToo = OF_THE_PAST.contains(page.path());
      found(SETTING, page)
          .map(name -> name.replaceAll("[.-]+$", ""))
          .filter(name -> !exists(name, known) && !(pastToo && past.contains(name)))
          .forEach(name -> unknown.add(page + ": " + name));
      found(VARIABLE, page)
          .filter(name -> !variables.contains(name))
          .filter(name -> !FAMILY_VARIABLE.matcher(name).matches())
          .forEach(name -> unknown.add(page + ": " + name));
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void renamed_settings_lead_from_a_name_that_is_no_more_to_one_that_is() {
    Set<String> known = known();

    assertThat(renamed()).isNotEmpty();
    assertThat(known)
        .containsAll(renamed().values())
        .doesNotContainAnyElementsOf(renamed().keySet());
  }

  @Test
  void every_file_that_is_named_exists() {
    List<String> missing = new ArrayList<>();
    for (Page page : Manual.pages()) {
      found(FILE, page)
          .map(path -> path.replaceAll("\\.+$", ""))
          .filter(path -> !Files.exists(Path.of(path)))
          .forEach(path -> missing.add(page + ": " + path));
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void every_class_that_is_named_with_its_package_exists() {
    Path root = Path.of("src", "main", "java", "org", "meanwhile");
    List<String> missing = new ArrayList<>();
    for (Page page : Manual.pages()) {
      for (MatchResult name : CLASS.matcher(page.text()).results().toList()) {
        boolean ours = Files.isDirectory(root.resolve(name.group(2)));
        if (ours && !Files.exists(root.resolve(name.group(1).replace('.', '/') + ".java"))) {
          missing.add(page + ": " + name.group(1));
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void the_commands_of_README_are_run_for_each_change() {
    Page readme = Manual.page(README);
    List<String> run =
        Manual.text(Path.of(".ci", "run"))
            .replace(" -B -ntp", "")
            .replace("./mvnw", "mvn")
            .lines()
            .map(String::strip)
            .toList();

    for (String heading : List.of("Run it", "Test it")) {
      String command = readme.command(heading);
      assertThat(run)
          .as(command)
          .anyMatch(line -> line.equals(command) || line.startsWith(command + " "));
    }
  }

  @Test
  void whole_Java_examples_compile(@TempDir Path directory) throws IOException {
    List<String> sources = new ArrayList<>();
    for (Page page : Manual.pages()) {
      for (String example : page.examples("java")) {
        if (example.startsWith("package ") || example.startsWith("import ")) {
          String name = found(TYPE, new Page(page.path(), example)).findFirst().orElseThrow();
          Path source = directory.resolve(name.replaceAll(".* ", "") + ".java");
          sources.add(Files.writeString(source, example).toString());
        }
      }
    }
    assertThat(sources).isNotEmpty();
    sources.addAll(client());
    List<String> arguments = new ArrayList<>(sources);
    arguments.addAll(0, List.of("-proc:none", "-d", directory.toString(), "-cp"));
    arguments.add(4, System.getProperty("java.class.path"));

    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
  }

  /** The Java client, which is on no class path of these tests. */
  private static List<String> client() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "client", "java"))) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
          .toList();
    }
  }

  private static Stream<String> found(Pattern pattern, Page page) {
    return pattern.matcher(page.text()).results().map(found -> found.group());
  }

  private static boolean exists(String name, Set<String> known) {
    return name.endsWith("*")
        ? Stream.concat(
                known.stream(),
                Stream.of("meanwhile.export.", "meanwhile.command.", "meanwhile.worker."))
            .anyMatch(each -> each.startsWith(name.substring(0, name.length() - 1)))
        : known.contains(name) || FAMILY.matcher(name).matches();
  }

  /** The declared settings, and those that the container reads. */
  static Set<String> known() {
    Set<String> known =
        Settings.declared().stream()
            .map(Setting::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Properties defaults = new Properties();
    try (var in =
        Files.newInputStream(
            Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
      defaults.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    known.addAll(defaults.stringPropertyNames());
    return known;
  }

  private static Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>();
    RENAMED
        .matcher(Manual.text(UPGRADING))
        .results()
        .forEach(row -> renamed.put(row.group(1), row.group(2)));
    return renamed;
  }

  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
