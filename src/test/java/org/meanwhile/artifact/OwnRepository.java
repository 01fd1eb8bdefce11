package org.meanwhile.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A local repository of Maven that has what the user's has, by links, and Meanwhile beside it. So a
 * test can install Meanwhile and leave nothing of it in the user's repository; what Maven still has
 * to download is kept there, as it always is.
 *
 * <p>Maven has a word for this, {@code maven.repo.local.tail}, but only since 3.9.1.
 */
final class OwnRepository {
  private static final List<String> OURS = List.of("org", "meanwhile");

  private final Path directory;

  private OwnRepository(Path directory) {
    this.directory = directory;
  }

  /** Links to everything in {@code users} but {@code org/meanwhile}, which is empty here. */
  static OwnRepository like(Path users, Path directory) throws IOException {
    Path here = Files.createDirectories(directory);
    Path there = users;
    for (String folder : OURS) {
      linkAllBut(folder, there, here);
      there = there.resolve(folder);
      here = Files.createDirectory(here.resolve(folder));
    }
    return new OwnRepository(directory);
  }

  Path directory() {
    return directory;
  }

  /**
   * Copies the files to where {@code mvn install} puts them.
   *
   * @param jars by their classifiers
   */
  void install(String version, Path pom, Path war, Map<String, Path> jars) throws IOException {
    Path home =
        Files.createDirectories(directory.resolve("org/meanwhile/meanwhile").resolve(version));
    String name = "meanwhile-" + version;
    Files.copy(pom, home.resolve(name + ".pom"));
    Files.copy(war, home.resolve(name + ".war"));
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      Files.copy(jar.getValue(), home.resolve(name + "-" + jar.getKey() + ".jar"));
    }
  }

  private static void linkAllBut(String excluded, Path there, Path here) throws IOException {
    if (!Files.isDirectory(there)) {
      return;
    }
    try (Stream<Path> children = Files.list(there)) {
      for (Path child : children.filter(path -> !path.endsWith(excluded)).toList()) {
        Files.createSymbolicLink(here.resolve(child.getFileName()), child.toAbsolutePath());
      }
    }
  }
}
