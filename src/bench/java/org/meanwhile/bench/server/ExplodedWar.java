package org.meanwhile.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory with the content of a WAR, made of classes of this benchmark. */
final class ExplodedWar {
  private final String name;

  /**
   * @param name the name of its directory, which is its context root as well
   */
  ExplodedWar(String name) {
    this.name = name;
  }

  /** Its directory. */
  Path root() {
    return JavaProcess.directory(name);
  }

  /** Adds classes. */
  ExplodedWar with(List<Class<?>> types) {
    types.forEach(type -> addClassFile(type.getName().replace('.', '/') + ".class"));
    return this;
  }

  /** Adds all classes of the package of this class. */
  ExplodedWar withPackageOf(Class<?> type) {
    String directory = type.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.list(classes().resolve(directory))) {
      files.forEach(file -> addClassFile(directory + "/" + file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private void addClassFile(String file) {
    copy(classes().resolve(file), "WEB-INF/classes/" + file);
  }

  /** The compiled classes of this benchmark. */
  private static Path classes() {
    return Path.of(System.getProperty("bench.classes"));
  }

  /** Adds a library. */
  ExplodedWar withLibrary(Path jar) {
    copy(jar, "WEB-INF/lib/" + jar.getFileName());
    return this;
  }

  private void copy(Path from, String to) {
    try {
      Files.copy(from, target(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a text file. */
  ExplodedWar withText(String file, String text) {
    try {
      Files.writeString(target(file), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private Path target(String file) throws IOException {
    Path target = root().resolve(file);
    Files.createDirectories(target.getParent());
    return target;
  }
}
