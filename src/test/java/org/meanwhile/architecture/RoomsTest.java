package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Job;
import org.meanwhile.job.Output;

/**
 * The table of rooms. A room may use itself, the rooms beside its name, and nothing else of ours. A
 * leaf that is not in the table has no rule, so each package must stand in it.
 */
class RoomsTest {
  private static final String ROOT = "org.meanwhile";

  /**
   * In the order of floors: each room stands above all that it may use, so there is no circle. A
   * word that ends with {@code .*} means a room with all of its leaves.
   */
  private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

  /** The rooms that are alone in using something of the platform or of a library. */
  private static final Map<String, List<String>> ALONE = new LinkedHashMap<>();

  /** What rooms that speak to no database may know of {@code database}: how it fails. */
  private static final Set<String> FAILURES =
      Set.of("DatabaseFailure", "DatabaseSettings", "DatabaseState", "RetryPolicy");

  /** Circles of two classes that belong together, each with its reason. */
  private static final Map<Set<String>, String> PAIRS =
      Map.of(
          Set.of("Export", "RunnableQuery"),
          "an input carries its constraint, whose validator reads the input");

  static {
    // Below both, so that neither brings the other with it.
    room("notation");
    room("platform", "notation");
    room("operation", "notation");
    room("operation.catalogue", "notation", "operation");
    // Its settings are rows of the manual's table.
    room("builtin", "operation", "platform");
    room("builtin.backup", "builtin", "operation");
    // The operations that the configuration makes are entries of the catalogue.
    room("builtin.command", "builtin", "operation", "operation.catalogue");
    room("builtin.worker", "builtin", "notation", "operation.catalogue");
    room("builtin.export", "builtin", "operation");
    room("builtin.sort", "operation");

    // Which operations are offered, and to whom.
    room("security", "notation", "operation.catalogue", "platform");
    room("database.embedded");
    room("database", "platform");
    room("job", "database", "platform");
    // What code of the same application sees.
    room("jobs", "job");
    room("job.content", "job", "database", "platform");
    room("job.delivery", "job", "database", "platform");
    room("job.pause", "database", "platform");
    room("job.share", "job", "database", "platform");
    room("job.statistics", "job", "database", "platform");
    room("job.read", "job", "notation", "database", "platform");
    // A caller's share of the slots.
    room("job.estimate", "job", "job.read", "security", "database", "platform");
    room("job.log", "job", "database");
    room("job.retention", "job.delivery", "job.log", "database", "platform");
    room("job.reuse", "job", "job.delivery", "database");
    room("job.group", "job", "job.delivery", "job.reuse", "database");
    room(
        "job.submit",
        "job",
        "job.delivery",
        "job.group",
        "job.read",
        "job.retention",
        "job.reuse",
        "job.statistics",
        "database",
        "platform");
    room("job.dependency", "job", "job.delivery", "database");
    room("job.run", "job", "job.delivery", "job.read", "job.reuse", "database", "platform");
    room(
        "job.change",
        "job",
        "job.content",
        "job.delivery",
        "job.log",
        "job.reuse",
        "database",
        "platform");

    room("job.lease", "job", "job.content", "job.log", "job.run", "database", "platform");

    room("job.bulk", "job", "database");
    // It acts on jobs, with the rights of its caller.
    room(
        "builtin.bulk",
        "database",
        "job",
        "job.bulk",
        "job.change",
        "job.read",
        "job.submit",
        "operation",
        "operation.catalogue",
        "security",
        "platform");

    // Its output is about jobs.
    room("builtin.group", "job", "job.group", "operation", "operation.catalogue");
    // An earlier job may have to be cancelled.
    room(
        "job.schedule",
        "job",
        "job.change",
        "job.delivery",
        "job.submit",
        "notation",
        "database",
        "platform");

    room("egress", "platform");
    room("security.jwt", "security", "platform");
    room("representation", "job", "job.estimate", "job.lease", "job.log", "job.pause", "platform");
    room("watch", "job", "job.content", "job.log", "job.read", "database", "platform");
    room(
        "callback",
        "job",
        "job.delivery",
        "job.read",
        "representation",
        "egress",
        // One caller's share.
        "security",
        "database",
        "platform");
    room(
        "work",
        "job",
        "job.content",
        "job.dependency",
        "job.estimate",
        "job.group",
        "job.log",
        "job.pause",
        "job.reuse",
        "job.run",
        "job.statistics",
        "operation",
        "operation.catalogue",
        // One caller's share.
        "security",
        "database",
        "platform");

    room(
        "worker",
        "job",
        "job.estimate",
        "job.lease",
        "job.pause",
        "job.run",
        "job.statistics",
        "operation.catalogue",
        // One caller's share, and secrets of URIs.
        "security",
        "database",
        "platform");

    room("api.problem", "job.share", "job.submit", "operation.catalogue", "database", "platform");
    room("api.json", "api.problem", "operation.catalogue", "platform");
    room("api.http", "api.problem", "platform");
    // Of representation, what links begin with.
    room("api.gate", "api.http", "api.problem", "representation", "security", "platform");
    // Of security, where the console signs people in.
    room("api.page", "api.gate", "api.http", "security.jwt", "platform");
    room(
        "api.request",
        "api.http",
        "api.json",
        "api.problem",
        "database",
        "job",
        // What a change of a job may be.
        "job.change",
        "job.content",
        "job.estimate",
        "job.group",
        // A job whose operation is paused has no estimate.
        "job.pause",
        "job.read",
        "job.schedule",
        "job.share",
        "job.submit",
        "notation",
        "operation.catalogue",
        "representation",
        "egress",
        "security",
        "platform",
        "job.lease",
        "job.log",
        "worker");
    room(
        "api.download", "api.http", "job", "job.content", "job.statistics", "database", "platform");
    room(
        "api.answer",
        "api.download",
        "api.http",
        "api.problem",
        "api.request",
        "job",
        "job.content",
        "job.log",
        "job.submit",
        "representation",
        "security",
        "platform",
        "api.json",
        "job.lease",
        "job.run",
        "worker");
    room(
        "api.wait",
        "api.answer",
        "api.http",
        "api.problem",
        "api.request",
        "job",
        "job.log",
        "job.read",
        "representation",
        "security",
        "watch",
        "database",
        "platform",
        "job.lease",
        "worker");
    room(
        "api.local",
        "api.json",
        "api.problem",
        "api.request",
        "database",
        "job",
        "job.change",
        "job.content",
        "job.read",
        "job.submit",
        "jobs",
        "operation.catalogue",
        "representation",
        "security",
        "watch",
        "platform");
    room(
        "api",
        "api.answer",
        // The step that answers polls.
        "api.gate",
        "api.http",
        "api.json",
        "api.problem",
        "api.request",
        "api.wait",
        "job",
        "job.change",
        "job.delivery",
        "job.dependency",
        "job.estimate",
        "job.log",
        "job.pause",
        "job.read",
        "job.run",
        "job.schedule",
        "job.share",
        "job.statistics",
        "job.submit",
        "operation.catalogue",
        "representation",
        "security",
        "platform",
        "job.content",
        "job.lease",
        "worker");

    alone("java.sql.", "database.*", "job.*", "builtin.export");
    alone("javax.sql.", "database.*", "builtin.export");
    alone("org.flywaydb.", "database");
    alone("jakarta.persistence.", "job.*", "database");
    alone("org.eclipse.microprofile.config.", "platform", "builtin.*");
    alone("org.eclipse.microprofile.metrics.", "platform");
    alone("io.opentelemetry.", "platform");
    // database: a health check that gives up a look in time; downloads: the next chunk of an
    // output.
    alone(
        "jakarta.enterprise.concurrent.",
        "work",
        "worker",
        "watch",
        "callback",
        "database",
        "api.download");
    // To receivers of callbacks; and to an issuer for its keys, as the configuration says.
    alone("org.apache.hc.", "callback");
    alone("java.net.http.", "security.jwt");
    alone("com.nimbusds.", "security.jwt");
    alone("org.erdtman.", "operation.catalogue");
    alone("jakarta.servlet.", "api", "api.gate", "api.page", "api.wait");
    alone(
        "jakarta.ws.rs.",
        "api",
        "api.problem",
        "api.request",
        "api.answer",
        "api.wait",
        "api.download");
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern PACKAGE =
      Pattern.compile("^package org\\.meanwhile\\.([a-z.0-9]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?org\\.meanwhile\\.([a-z.0-9]+)\\.[A-Z]", Pattern.MULTILINE);

  @Test
  void every_package_stands_in_the_table() {
    Set<String> packages =
        CLASSES.stream().map(RoomsTest::roomOf).collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages).containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
  }

  @Test
  void a_room_stands_above_all_that_it_may_use() {
    List<String> floors = new ArrayList<>(ROOMS.keySet());

    ROOMS.forEach(
        (room, others) ->
            assertThat(floors.subList(0, floors.indexOf(room)))
                .as(room)
                .containsAll(
                    others.stream()
                        .flatMap(o -> expand(o).stream())
                        .filter(o -> !o.equals(room))
                        .toList()));
  }

  @Test
  void a_room_uses_only_what_the_table_allows() {
    Collection<String> wrong = new TreeSet<>();
    for (Dependency use : ours()) {
      String from = roomOf(use.getOriginClass());
      String to = roomOf(use.getTargetClass());
      if (!from.equals(to) && !allows(ROOMS.get(from), to)) {
        wrong.add(from + " uses " + use.getTargetClass().getName() + ": " + use.getDescription());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The compiler copies constants, so that their class is in no class file that uses them. */
  @Test
  void a_room_imports_only_what_the_table_allows() {
    assertThat(imports())
        .isNotEmpty()
        .allMatch(
            use ->
                allows(
                    ROOMS.get(use.substring(0, use.indexOf(' '))),
                    use.substring(use.lastIndexOf(' ') + 1)));
  }

  @Test
  void every_use_that_the_table_allows_happens() {
    Set<String> uses = imports();
    for (Dependency use : ours()) {
      uses.add(roomOf(use.getOriginClass()) + " > " + roomOf(use.getTargetClass()));
    }
    Collection<String> unused = new TreeSet<>();
    ROOMS.forEach(
        (room, others) -> {
          for (String other : others) {
            if (expand(other).stream().noneMatch(o -> uses.contains(room + " > " + o))) {
              unused.add(room + " > " + other);
            }
          }
        });

    assertThat(unused).isEmpty();
  }

  @Test
  void rooms_above_job_know_of_the_database_only_how_it_fails() {
    Collection<String> wrong = new TreeSet<>();
    for (Dependency use : ours()) {
      String from = roomOf(use.getOriginClass());
      boolean speaksToIt = from.startsWith("job") || from.startsWith("database");
      if (!speaksToIt
          && roomOf(use.getTargetClass()).equals("database")
          && !FAILURES.contains(topLevel(use.getTargetClass()).getSimpleName())) {
        wrong.add(use.getDescription());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void a_room_that_is_alone_in_using_something_is_alone_and_uses_it() {
    ALONE.forEach(
        (used, rooms) -> {
          Set<String> users =
              CLASSES.stream()
                  .filter(
                      type ->
                          type.getDirectDependenciesFromSelf().stream()
                              .anyMatch(use -> use.getTargetClass().getName().startsWith(used)))
                  .map(RoomsTest::roomOf)
                  .collect(Collectors.toCollection(TreeSet::new));

          assertThat(users).as(used).isNotEmpty().allMatch(user -> allows(rooms, user));
          assertThat(rooms)
              .as(used)
              .allMatch(room -> expand(room).stream().anyMatch(users::contains));
        });
  }

  @Test
  void classes_of_a_package_know_each_other_in_one_direction() {
    Map<String, Set<String>> uses = new LinkedHashMap<>();
    for (Dependency use : ours()) {
      JavaClass from = topLevel(use.getOriginClass());
      JavaClass to = topLevel(use.getTargetClass());
      if (!from.equals(to)
          && from.getPackageName().equals(to.getPackageName())
          && !PAIRS.containsKey(Set.of(from.getSimpleName(), to.getSimpleName()))) {
        uses.computeIfAbsent(from.getName(), name -> new TreeSet<>()).add(to.getName());
      }
    }

    assertThat(Circles.in(uses)).isEmpty();
  }

  @Test
  void the_pairs_that_know_each_other_do() {
    for (Set<String> pair : PAIRS.keySet()) {
      List<String> names = List.copyOf(pair);
      assertThat(knows(names.get(0), names.get(1))).as(pair.toString()).isTrue();
      assertThat(knows(names.get(1), names.get(0))).as(pair.toString()).isTrue();
    }
  }

  /** A job changes by the store's guarded statements, or by its own methods in one room. */
  @Test
  void only_change_calls_what_changes_an_entity() {
    Set<String> callers = new TreeSet<>();
    for (JavaClass entity : List.of(CLASSES.get(Job.class), CLASSES.get(Output.class))) {
      for (JavaMethod method : entity.getMethods()) {
        if (method.getAccessesFromSelf().stream()
            .anyMatch(
                access ->
                    access instanceof JavaFieldAccess field
                        && field.getAccessType() == JavaFieldAccess.AccessType.SET)) {
          method.getCallsOfSelf().stream()
              .map(call -> call.getOriginOwner())
              .filter(caller -> !caller.equals(entity))
              .forEach(caller -> callers.add(roomOf(caller)));
        }
      }
    }

    assertThat(callers).containsExactly("job.change");
  }

  private static boolean knows(String from, String to) {
    return ours().stream()
        .anyMatch(
            use ->
                topLevel(use.getOriginClass()).getSimpleName().equals(from)
                    && topLevel(use.getTargetClass()).getSimpleName().equals(to));
  }

  private static void room(String name, String... mayUse) {
    ROOMS.put(name, List.of(mayUse));
  }

  private static void alone(String used, String... rooms) {
    ALONE.put(used, List.of(rooms));
  }

  private static List<Dependency> ours() {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> CLASSES.contain(use.getTargetClass().getName()))
        .toList();
  }

  /** Each as "from > to". */
  private static Set<String> imports() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Set<String> uses = new TreeSet<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        Matcher room = PACKAGE.matcher(text);
        assertThat(room.find()).as(file.toString()).isTrue();
        IMPORT
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .filter(to -> !to.equals(room.group(1)))
            .forEach(to -> uses.add(room.group(1) + " > " + to));
      }
      return uses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean allows(List<String> rooms, String room) {
    if (rooms == null) {
      throw new AssertionError("a package is not in the table");
    }
    return rooms.stream().anyMatch(allowed -> expand(allowed).contains(room));
  }

  private static List<String> expand(String room) {
    if (!room.endsWith(".*")) {
      return List.of(room);
    }
    String name = room.substring(0, room.length() - 2);
    return ROOMS.keySet().stream()
        .filter(known -> known.equals(name) || known.startsWith(name + "."))
        .toList();
  }

  private static String roomOf(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(RoomsTest::topLevel).orElse(type);
  }
}
