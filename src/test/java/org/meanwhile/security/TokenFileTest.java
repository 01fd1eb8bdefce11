package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  private static final String HASH =
      "sha256:0000000000000000000000000000000000000000000000000000000000000000";

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();

  private Path file() {
    return directory.resolve("tokens.txt");
  }

  private String make(String name, String groups, String expires) throws IOException {
    return MakeToken.make(
        new String[] {
          "--name", name, "--groups", groups, "--expires", expires, "--file", file().toString()
        },
        clock);
  }

  private TokenFile open() {
    return TokenFile.of(file().toString(), clock);
  }

  @Test
  void a_new_token_is_valid_until_it_expires() throws IOException {
    String token = make("ci", "submitter,operator", "P90D");
    String other = make("cd", "submitter", "never");
    TokenFile file = open();

    assertThat(file.verify(token))
        .contains(new Identity("ci", Set.of(Group.SUBMITTER, Group.OPERATOR)));
    clock.pass(Duration.ofDays(90));
    assertThat(file.verify(token)).isEmpty();
    assertThat(file.verify(other)).contains(new Identity("cd", Set.of(Group.SUBMITTER)));
  }

  @Test
  void a_token_may_be_in_groups_that_have_a_meaning_for_operations_alone() throws IOException {
    String token = make("ci", "staff,submitter,Team.A_1", "never");

    Identity identity = open().verify(token).orElseThrow();

    assertThat(identity.groups()).containsExactly(Group.SUBMITTER);
    assertThat(identity.memberships()).containsExactlyInAnyOrder("staff", "submitter", "Team.A_1");
    for (String wrong : new String[] {"staff", "submiter", "submitter,", "submitter,a b"}) {
      assertThatThrownBy(() -> make("ci", wrong, "never")).hasMessageContaining("groups are");
    }
  }

  @Test
  void a_token_is_long_and_recognizable_and_not_in_the_file() throws IOException {
    String token = make("ci", "submitter", "P1D");

    assertThat(token).matches("mw_[A-Za-z0-9_-]{43}").isNotEqualTo(make("ci", "submitter", "P1D"));
    assertThat(Files.readString(file())).doesNotContain(token.substring(3)).contains("sha256:");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void any_other_text_is_refused() throws IOException {
    String token = make("ci", "submitter", "P1D");
    TokenFile file = open();

    for (String wrong :
        new String[] {"", token.substring(3), token + "A", "mw_" + "A".repeat(43), HASH}) {
      assertThat(file.verify(wrong)).isEmpty();
    }
  }

  @Test
  void a_token_deleted_from_the_file_is_refused_and_an_added_one_accepted() throws IOException {
    String first = make("first", "submitter", "P1D");
    TokenFile file = open();
    Files.delete(file());
    String second = make("second", "submitter", "P1D");

    Awaitility.await().until(() -> file.verify(second).isPresent());
    assertThat(file.verify(first)).isEmpty();
  }

  @Test
  void a_watch_is_over_when_its_token_expires_or_is_deleted_or_may_do_something_else()
      throws IOException {
    String brief = make("brief", "submitter", "P1D");
    String deleted = make("deleted", "submitter", "never");
    String changed = make("changed", "operator", "never");
    String kept = make("kept", "submitter", "never");
    TokenFile file = open();
    List<BooleanSupplier> watches =
        Stream.of(brief, deleted, changed, kept).map(file::watch).toList();
    assertThat(watches).allMatch(BooleanSupplier::getAsBoolean);

    clock.pass(Duration.ofDays(1));
    assertThat(watches.get(0).getAsBoolean()).isFalse();

    String lines = Files.readString(file());
    Files.writeString(
        file(),
        lines.replace("changed operator", "changed submitter").replaceAll("deleted .*\n", ""));
    Awaitility.await().until(() -> !watches.get(1).getAsBoolean());
    assertThat(watches.get(2).getAsBoolean()).isFalse();
    assertThat(watches.get(3).getAsBoolean()).isTrue();
  }

  @Test
  void a_missing_file_admits_nobody_until_it_is_back() throws IOException {
    String token = make("ci", "submitter", "P1D");
    TokenFile file = open();
    Path away = directory.resolve("away");
    Files.move(file(), away);

    Awaitility.await().until(() -> file.verify(token).isEmpty());
    Files.move(away, file());
    Awaitility.await().until(() -> file.verify(token).isPresent());
  }

  @Test
  void a_line_that_becomes_bad_later_is_skipped() throws IOException {
    String token = make("ci", "submitter", "P1D");
    TokenFile file = open();
    String lines = Files.readString(file());
    Files.writeString(file(), "# a comment\n\nbad\n" + lines);

    String later = make("later", "submitter", "P1D");

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
        .isThrownBy(this::open)
        .withMessageStartingWith("meanwhile.security.token-file, line 2: ")
        .withMessageNotContainingAny("0000", "admin", "tomorrow");
  }

  @Test
  void a_missing_file_stops_the_start() {
    assertThatIllegalArgumentException()
        .isThrownBy(this::open)
        .withMessageContaining("meanwhile.security.token-file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenFile.of("", clock))
        .withMessageContaining("meanwhile.security.token-file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-P1D", "90", "P999999999999D"})
  void a_token_expires_in_the_future(String expires) {
    assertThatIllegalArgumentException().isThrownBy(() -> make("ci", "submitter", expires));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with blank", "line\nbreak", "#x", "m\u00fcller"})
  void a_name_that_the_file_cannot_hold_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(name, "submitter", "P1D"))
        .withMessageContaining("a name must be");
    assertThat(file()).doesNotExist();
  }
}
