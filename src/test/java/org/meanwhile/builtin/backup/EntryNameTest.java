package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.builtin.FakeTask;

class EntryNameTest {

  @ParameterizedTest
  @CsvSource({
    "back\\slash, back%5Cslash",
    "back%5Cslash, back%255Cslash",
    "100 %, 100 %25",
    "C:evil, C%3Aevil",
    "C%3Aevil, C%253Aevil",
    "caf%E9, caf%25E9",
    "..., ...",
    "ünï, ünï",
  })
  void the_sign_of_an_escape_is_escaped(String fileName, String entry) {
    assertThat(EntryName.of(Path.of(fileName))).isEqualTo(entry);
  }

  /** Bytes in hexadecimal: what Linux takes as a name, with what is escaped more often. */
  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> octets =
        Arbitraries.integers()
            .between(1, 255)
            .filter(octet -> octet != '/')
            .map(octet -> String.format("%02x", octet));
    Arbitrary<String> telling =
        Arbitraries.of(
                "%", "\\", ":", "C", "5C", "25", "%5C", "%E9", "é", "😀", "\uFFFD", ".", "\n")
            .map(text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
    return Arbitraries.oneOf(octets, telling, telling)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces))
        .filter(name -> !name.equals("2e") && !name.equals("2e2e"));
  }

  @Property(tries = 2000)
  void an_entry_tells_the_bytes_of_the_file_name(@ForAll("names") String name) {
    String entry = EntryName.of(below(Path.of("/"), name).getFileName());

    assertThat(HexFormat.of().formatHex(decoded(entry))).isEqualTo(name);
    assertThat(entry).doesNotContain("\\", "/").doesNotMatch("(?s)[A-Za-z]:.*");
  }

  @Property(tries = 20)
  void distinct_files_are_distinct_entries(
      @ForAll @Size(min = 1, max = 20) Set<@From("names") String> names) throws Exception {
    Path directory = Files.createTempDirectory("names");
    try {
      Path root = Files.createDirectory(directory.resolve("root"));
      List<String> expected = new ArrayList<>();
      for (String name : names) {
        Files.writeString(below(root, name), name);
        expected.add(name);
      }
      FakeTask task = new FakeTask(Files.createDirectory(directory.resolve("task")));
      new Backup(() -> Map.of("names", root)).run(new Backup.Input("names", null, null), task);

      assertThat(entries(task.result()).values()).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      delete(directory);
    }
  }

  private static Path below(Path directory, String hex) {
    String escaped = hex.replaceAll("..", "%$0");
    String parent = directory.toUri().toString();
    return Path.of(URI.create((parent.endsWith("/") ? parent : parent + "/") + escaped));
  }

  private static byte[] decoded(String entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < entry.length(); ) {
      if (entry.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(entry, i + 1, i + 3));
        i += 3;
      } else {
        int character = entry.codePointAt(i);
        bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(character);
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> entries(Path archive) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream content = zip.getInputStream(entry)) {
          entries.put(entry.getName(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return entries;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
