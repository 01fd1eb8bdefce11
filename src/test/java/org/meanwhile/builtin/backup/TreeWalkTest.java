package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.builtin.FakeTask;

class TreeWalkTest {
  @TempDir Path temp;
  private Path root;
  private Path outside;

  @BeforeEach
  void createTreeAndFileOutside() throws IOException {
    root = Files.createDirectory(temp.resolve("root"));
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("file"), "secret");
  }

  /** Records the names that it is called with, and the content of files. */
  private static class Recorder implements TreeWalk.Visitor {
    final List<String> visited = new ArrayList<>();

    @Override
    public void file(FoundFile file) throws IOException {
      try (SeekableByteChannel channel = file.open()) {
        ByteBuffer content = ByteBuffer.allocate(100);
        channel.read(content);
        visited.add(
            file.name()
                + "="
                + new String(content.array(), 0, content.position(), StandardCharsets.UTF_8));
      }
    }

    @Override
    public void link(FoundFile link) {
      visited.add(link.name() + " link");
    }

    @Override
    public void directory(FoundFile directory) throws IOException {
      visited.add(directory.name() + "/");
    }

    @Override
    public void warning(BackupWarning warning, String name) {
      visited.add(name + " " + warning);
    }
  }

  private void walk(TreeWalk.Visitor visitor) throws Exception {
    new TreeWalk(root, new Selection(List.of(), List.of()), new FakeTask(temp)).walk(visitor);
  }

  private void swapForLink(Path directory) throws IOException {
    Files.move(directory, temp.resolve("away"));
    Files.createSymbolicLink(directory, outside);
  }

  @Test
  void a_directory_swapped_for_a_link_before_it_is_entered_is_not_entered() throws Exception {
    Files.writeString(Files.createDirectory(root.resolve("d")).resolve("file"), "inside");
    Recorder recorder =
        new Recorder() {
          @Override
          public void directory(FoundFile directory) throws IOException {
            swapForLink(directory.path());
          }
        };
    walk(recorder);
    assertThat(recorder.visited).containsExactly("d could not be read");
  }

  @Test
  void a_directory_swapped_for_a_link_after_it_was_entered_does_not_lead_out() throws Exception {
    Files.writeString(Files.createDirectory(root.resolve("d")).resolve("file"), "inside");
    Recorder recorder =
        new Recorder() {
          @Override
          public void file(FoundFile file) throws IOException {
            swapForLink(root.resolve("d"));
            assertThat(Files.readString(file.path())).isEqualTo("secret");
            super.file(file);
          }
        };
    walk(recorder);
    assertThat(recorder.visited).containsExactly("d/", "d/file=inside");
  }

  @Test
  void a_file_swapped_for_a_link_is_not_opened() throws Exception {
    Files.writeString(root.resolve("file"), "inside");
    Recorder recorder =
        new Recorder() {
          @Override
          public void file(FoundFile file) throws IOException {
            Files.delete(file.path());
            Files.createSymbolicLink(file.path(), outside.resolve("file"));
            assertThatThrownBy(() -> super.file(file)).isInstanceOf(IOException.class);
          }
        };
    walk(recorder);
    assertThat(recorder.visited).isEmpty();
  }

  @Test
  void names_come_in_the_order_of_their_bytes() throws Exception {
    for (String name : List.of("b", "a", "é", "z", "B", "-")) {
      Files.createFile(root.resolve(name));
    }
    Recorder recorder = new Recorder();
    walk(recorder);
    assertThat(recorder.visited).containsExactly("-=", "B=", "a=", "b=", "z=", "é=");
  }

  @Test
  void directories_deeper_than_the_limit_are_left_out() throws Exception {
    Path directory = root;
    for (int i = 0; i < TreeWalk.MAX_DEPTH; i++) {
      directory = Files.createDirectory(directory.resolve("d"));
    }
    Recorder recorder = new Recorder();
    walk(recorder);
    assertThat(recorder.visited).hasSize(TreeWalk.MAX_DEPTH);
    assertThat(recorder.visited.get(TreeWalk.MAX_DEPTH - 1)).endsWith("d/d left out, too deep");
    assertThat(recorder.visited.get(TreeWalk.MAX_DEPTH - 2)).endsWith("d/d/");
  }
}
