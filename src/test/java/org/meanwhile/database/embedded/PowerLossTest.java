package org.meanwhile.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails: of a file nothing is left that was not synced. What was committed before must be
 * there, because a client has been told so.
 */
@EnabledOnOs(OS.LINUX)
class PowerLossTest {
  private static final String SCHEME = "unsynced";

  /** Of open(2) on Linux. */
  private static final int O_DSYNC = 010000;

  /** The files as a disk has them that loses what was not synced. */
  private static final Map<String, byte[]> DISK = new ConcurrentHashMap<>();

  /** Opens files as the server does, and knows what of them is on the disk. */
  public static final class UnsyncedFiles extends FilePathWrapper {
    public UnsyncedFiles() {}

    @Override
    public FileChannel open(String mode) throws IOException {
      return new UnsyncedFile(getBase().toString(), mode);
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }
  }

  private static final class UnsyncedFile extends PlainFile {
    private final Path path;
    private final boolean through;

    UnsyncedFile(String name, String mode) throws IOException {
      super(name, mode);
      path = Path.of(name);
      through = isSynchronous(path);
    }

    /** As the operating system has it (proc(5)): what is written is on the disk when it returns. */
    private static boolean isSynchronous(Path file) throws IOException {
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
        for (Path descriptor : descriptors.toList()) {
          if (Files.exists(descriptor) && Files.isSameFile(descriptor, file)) {
            Path info = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
            String flags =
                Files.readString(info)
                    .lines()
                    .filter(line -> line.startsWith("flags:"))
                    .findFirst()
                    .orElseThrow();
            return (Integer.parseInt(flags.replaceAll("\\D", ""), 8) & O_DSYNC) != 0;
          }
        }
      }
      throw new IllegalStateException(file + " is not open");
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
      int written = super.write(from, position);
      if (through) {
        sync();
      }
      return written;
    }

    @Override
    public synchronized void force(boolean metaData) throws IOException {
      super.force(metaData);
      sync();
    }

    private void sync() throws IOException {
      DISK.put(path.getFileName().toString(), Files.readAllBytes(path));
    }
  }

  @Test
  void what_was_committed_outlives_the_power(@TempDir Path directory) throws Exception {
    FilePath.register(new UnsyncedFiles());
    String url = "jdbc:h2:" + SCHEME + ":" + directory.resolve("live") + ";WRITE_DELAY=0";
    List<Integer> committed = new ArrayList<>();
    try (Connection c = DriverManager.getConnection(url)) {
      execute(c, "CREATE TABLE job (id INT PRIMARY KEY)");
      for (int i = 0; i < 50; i++) {
        execute(c, "INSERT INTO job VALUES (" + i + ")");
        committed.add(i);
      }
      Files.write(
          directory.resolve("left.mv.db"), DISK.get("live.mv.db"), StandardOpenOption.CREATE_NEW);
    }

    try (Connection c = DriverManager.getConnection("jdbc:h2:" + directory.resolve("left"))) {
      assertThat(ids(c)).isEqualTo(committed);
    }
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement statement = c.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Integer> ids(Connection c) throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (Statement statement = c.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM job ORDER BY id")) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    return ids;
  }
}
