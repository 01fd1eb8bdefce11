package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  @TempDir Path temp;

  private static String rights(Path directory) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }

  private void made(String rights) throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString(rights));
    Path file = Files.createFile(temp.resolve("jobs.mv.db"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:%s/jobs",
        "jdbc:h2:async:%s/jobs;WRITE_DELAY=0",
        "jdbc:h2:file:%s/jobs",
        "jdbc:h2:async:file:%s/jobs;X=y;Z=mem:",
        "JDBC:H2:%s/x/../jobs",
      })
  void what_h2_has_made_is_closed_to_others(String url) throws IOException {
    made("rwxr-xr-x");

    DataDirectory.close(url.formatted(temp));

    assertThat(rights(temp)).isEqualTo("rwx------");
    assertThat(rights(temp.resolve("jobs.mv.db"))).isEqualTo("rw-------");
  }

  @Test
  void a_directory_with_something_else_in_it_stays_as_it_is() throws IOException {
    made("rwxr-xr-x");
    Files.createFile(temp.resolve("other"));

    DataDirectory.close("jdbc:h2:" + temp.resolve("jobs"));

    assertThat(rights(temp)).isEqualTo("rwxr-xr-x");
    assertThat(rights(temp.resolve("jobs.mv.db"))).isEqualTo("rw-------");
  }

  @Test
  void a_directory_that_was_closed_to_others_stays_open_to_its_group() throws IOException {
    made("rwxr-x---");

    DataDirectory.close("jdbc:h2:" + temp.resolve("jobs"));

    assertThat(rights(temp)).isEqualTo("rwxr-x---");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:%s/jobs",
        "jdbc:h2:async:mem:%s/jobs",
        "jdbc:h2:tcp://localhost%s/jobs",
        "jdbc:h2:zip:%s/jobs.zip!/jobs",
        "jdbc:h2:%s/none/jobs",
        "jdbc:postgresql://localhost%s/jobs",
        "",
      })
  void what_is_elsewhere_is_nothing_to_be_closed(String url) throws IOException {
    made("rwxr-xr-x");

    DataDirectory.close(url.formatted(temp));

    assertThat(rights(temp.resolve("jobs.mv.db"))).isEqualTo("rw-r--r--");
  }
}
