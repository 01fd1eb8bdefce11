package org.meanwhile.cluster.support;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** The built WAR with the class {@link Journal}, added as an author adds an operation. */
final class JournalWar {
  private JournalWar() {}

  static Path in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path war =
        Files.copy(
            Path.of(System.getProperty("it.war")),
            directory.resolve("journal.war"),
            StandardCopyOption.REPLACE_EXISTING);
    String home = Journal.class.getPackageName().replace('.', '/');
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + war.toUri()), Map.of());
        Stream<Path> classes = Files.list(compiled().resolve(home))) {
      Path target = Files.createDirectories(zip.getPath("WEB-INF/classes", home));
      for (Path file : classes.filter(JournalWar::isNeeded).toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
    return war;
  }

  private static boolean isNeeded(Path file) {
    return file.getFileName().toString().matches("(Journal|RunLog)(\\$.*)?\\.class");
  }

  private static Path compiled() {
    try {
      return Path.of(Journal.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
