package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.meanwhile.platform.ProcessDirectory;

/** The scratch directories of this node's runs, below a directory of this process alone. */
@ApplicationScoped
public class Scratch {
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());
  private static final String PREFIX = "meanwhile-scratch-";

  private final ProcessDirectory home;

  /** Scratch space below the JVM's temporary directory. */
  public Scratch() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  Scratch(Path parent) {
    this.home = new ProcessDirectory(parent, PREFIX);
  }

  /**
   * Deletes what dead processes left. A failure is only logged: most operations need no scratch
   * space.
   */
  void open() {
    try {
      home.deleteAbandoned();
      // Classes that were not loaded before a shutdown may not be loaded during it.
      delete(directory(new UUID(0, 0)));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "scratch space cannot be used: " + e);
    }
  }

  /** Makes an empty directory for a run. */
  Path directory(UUID job) throws IOException {
    return Files.createTempDirectory(home.home(), job + "-");
  }

  /** Deletes the home of this process with all in it. */
  void close() {
    home.close();
  }

  /** Deletes a run's directory with all in it, as far as possible, and follows no link. */
  static void delete(Path directory) {
    ProcessDirectory.delete(directory);
  }
}
