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

  private static String permissions(Path directory) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }

  private void createDatabaseFile(String permissions) throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString(permissions));
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
  void files_of_h2_are_made_private_to_their_owner(String url) throws IOException {
    createDatabaseFile("rwxr-xr-x");

    DataDirectory.restrict(url.formatted(temp));

    assertThat(permissions(temp)).isEqualTo("rwx------");
    assertThat(permissions(temp.resolve("jobs.mv.db"))).isEqualTo("rw-------");
  }

  @Test
  void a_directory_that_holds_other_files_keeps_its_permissions() throws IOException {
    createDatabaseFile("rwxr-xr-x");
    Files.createFile(temp.resolve("other"));

    DataDirectory.restrict("jdbc:h2:" + temp.resolve("jobs"));

    assertThat(permissions(temp)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(temp.resolve("jobs.mv.db"))).isEqualTo("rw-------");
  }

  @Test
  void a_directory_closed_to_others_stays_open_to_its_group() throws IOException {
    createDatabaseFile("rwxr-x---");

    DataDirectory.restrict("jdbc:h2:" + temp.resolve("jobs"));

    assertThat(permissions(temp)).isEqualTo("rwxr-x---");
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
  void a_database_that_is_in_no_directory_of_this_machine_is_left_alone(String url)
      throws IOException {
    createDatabaseFile("rwxr-xr-x");

    DataDirectory.restrict(url.formatted(temp));

    assertThat(permissions(temp.resolve("jobs.mv.db"))).isEqualTo("rw-r--r--");
  }
}
