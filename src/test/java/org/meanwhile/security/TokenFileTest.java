package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  private static final String HASH =
      "sha256:0000000000000000000000000000000000000000000000000000000000000000";

  @TempDir private Path directory;
  private final Hands clock = new Hands();

  private Path file() {
    return directory.resolve("tokens.txt");
  }

  private String made(String name, String groups, String expires) throws IOException {
    return MakeToken.make(
        new String[] {
          "--name", name, "--groups", groups, "--expires", expires, "--file", file().toString()
        },
        clock);
  }

  private TokenFile opened() {
    return TokenFile.of(file().toString(), clock);
  }

  @Test
  void a_token_that_was_made_is_known_until_it_expires() throws IOException {
    String token = made("ci", "submitter,operator", "P90D");
    String other = made("cd", "submitter", "never");
    TokenFile file = opened();

    assertThat(file.verify(token))
        .contains(new Identity("ci", Set.of(Group.SUBMITTER, Group.OPERATOR)));
    clock.pass(Duration.ofDays(90));
    assertThat(file.verify(token)).isEmpty();
    assertThat(file.verify(other)).contains(new Identity("cd", Set.of(Group.SUBMITTER)));
  }

  @Test
  void tokens_are_long_and_recognizable_and_not_in_the_file() throws IOException {
    String token = made("ci", "submitter", "P1D");

    assertThat(token).matches("mw_[A-Za-z0-9_-]{43}").isNotEqualTo(made("ci", "submitter", "P1D"));
    assertThat(Files.readString(file())).doesNotContain(token.substring(3)).contains("sha256:");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void nobody_elses_token_is_known() throws IOException {
    String token = made("ci", "submitter", "P1D");
    TokenFile file = opened();

    for (String wrong :
        new String[] {"", token.substring(3), token + "A", "mw_" + "A".repeat(43), HASH}) {
      assertThat(file.verify(wrong)).isEmpty();
    }
  }

  @Test
  void who_is_taken_out_of_the_file_is_out_and_who_is_added_is_in() throws IOException {
    String first = made("first", "submitter", "P1D");
    TokenFile file = opened();
    Files.delete(file());
    String second = made("second", "submitter", "P1D");

    Awaitility.await().until(() -> file.verify(second).isPresent());
    assertThat(file.verify(first)).isEmpty();
  }

  @Test
  void a_file_that_goes_lets_nobody_in_and_one_that_comes_back_does() throws IOException {
    String token = made("ci", "submitter", "P1D");
    TokenFile file = opened();
    Path away = directory.resolve("away");
    Files.move(file(), away);

    Awaitility.await().until(() -> file.verify(token).isEmpty());
    Files.move(away, file());
    Awaitility.await().until(() -> file.verify(token).isPresent());
  }

  @Test
  void a_line_that_is_spoilt_later_is_nobodys_and_spoils_no_other() throws IOException {
    String token = made("ci", "submitter", "P1D");
    TokenFile file = opened();
    String lines = Files.readString(file());
    Files.writeString(file(), "# a remark\n\nspoilt\n" + lines);

    String later = made("later", "submitter", "P1D");

    Awaitility.await().until(() -> file.verify(later).isPresent());
    assertThat(file.verify(token)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ci",
        "ci submitter never",
        "ci admin never " + HASH,
        "ci submitter, never " + HASH,
        "ci submitter tomorrow " + HASH,
        "ci submitter never " + HASH + "0",
        "ci submitter never sha1:00",
        "ci submitter never " + HASH + " more",
      })
  void a_bad_line_stops_the_start_and_is_not_repeated(String line) throws IOException {
    Files.writeString(file(), "# tokens\n" + line + "\n");

    assertThatIllegalArgumentException()
        .isThrownBy(this::opened)
        .withMessageStartingWith("meanwhile.security.token-file, line 2: ")
        .withMessageNotContainingAny("0000", "admin", "tomorrow");
  }

  @Test
  void a_missing_file_stops_the_start() {
    assertThatIllegalArgumentException()
        .isThrownBy(this::opened)
        .withMessageContaining("meanwhile.security.token-file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenFile.of("", clock))
        .withMessageContaining("meanwhile.security.token-file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-P1D", "90", "P999999999999D"})
  void a_token_expires_in_the_future(String expires) {
    assertThatIllegalArgumentException().isThrownBy(() -> made("ci", "submitter", expires));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with blank", "line\nbreak", "#x", "m\u00fcller"})
  void a_name_that_the_file_cannot_hold_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> made(name, "submitter", "P1D"))
        .withMessageContaining("a name must be");
    assertThat(file()).doesNotExist();
  }
}
