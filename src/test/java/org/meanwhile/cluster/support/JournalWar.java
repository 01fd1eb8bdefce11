package org.meanwhile.cluster.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A WAR with the classes {@link Journal} and {@link Misbehaving}, added as an author adds
 * operations.
 */
final class JournalWar {
  private JournalWar() {}

  /**
   * @param target is replaced
   */
  static Path of(Path original, Path target) {
    try {
      Files.createDirectories(target.getParent());
      Files.copy(original, target, StandardCopyOption.REPLACE_EXISTING);
      addOperations(target);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addOperations(Path war) throws IOException {
    String home = Journal.class.getPackageName().replace('.', '/');
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + war.toUri()), Map.of());
        Stream<Path> all = Files.list(compiled().resolve(home))) {
      Path classes = Files.createDirectories(zip.getPath("WEB-INF/classes", home));
      for (Path file : all.filter(JournalWar::isNeeded).toList()) {
        Files.copy(file, classes.resolve(file.getFileName().toString()));
      }
    }
  }

  private static boolean isNeeded(Path file) {
    return file.getFileName().toString().matches("(Journal|Misbehaving|RunLog)(\\$.*)?\\.class");
  }

  private static Path compiled() {
    try {
      return Path.of(Journal.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
