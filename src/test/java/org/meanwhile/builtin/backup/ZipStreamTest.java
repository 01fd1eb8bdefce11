package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ZipStreamTest {
  private static final Instant TIME = Instant.parse("2025-02-03T04:05:07Z");
  @TempDir Path temp;

  private interface Content {
    void writeTo(ZipStream zip) throws IOException;
  }

  private Path zip(Content content) throws IOException {
    Path file = temp.resolve("a.zip");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipStream zip = new ZipStream(out, temp.resolve("central"))) {
      content.writeTo(zip);
      zip.finish("the comment");
    }
    return file;
  }

  private static ZipEntry file(String name) {
    return new ZipEntry(name.getBytes(StandardCharsets.UTF_8), ZipEntry.FILE | 0644, TIME);
  }

  @Test
  void an_archive_without_entries_is_readable() throws IOException {
    try (ZipFile read = new ZipFile(zip(zip -> {}).toFile())) {
      assertThat(read.size()).isZero();
      assertThat(read.getComment()).isEqualTo("the comment");
    }
  }

  @Test
  void more_entries_than_the_old_format_counts_are_all_found() throws IOException {
    int count = 70_000;
    Path file =
        zip(
            zip -> {
              for (int i = 0; i < count; i++) {
                zip.put(file("f" + i), new byte[] {(byte) i});
              }
            });
    try (ZipFile read = new ZipFile(file.toFile())) {
      assertThat(read.size()).isEqualTo(count);
      java.util.zip.ZipEntry last = read.getEntry("f69999");
      assertThat(last.getLastModifiedTime().toInstant()).isEqualTo(TIME);
      assertThat(read.getInputStream(last).readAllBytes()).containsExactly((byte) 69_999);
    }
  }

  @Test
  void incompressible_content_is_read_back_by_a_streaming_reader() throws IOException {
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Path file =
        zip(
            zip -> {
              zip.begin(file("x"), content.length);
              zip.write(content, content.length);
              zip.end();
              zip.begin(file("empty"), 0);
              zip.end();
            });
    try (ZipInputStream read = new ZipInputStream(Files.newInputStream(file))) {
      assertThat(read.getNextEntry().getName()).isEqualTo("x");
      assertThat(read.readAllBytes()).isEqualTo(content);
      assertThat(read.getNextEntry().getName()).isEqualTo("empty");
      assertThat(read.readAllBytes()).isEmpty();
      assertThat(read.getNextEntry()).isNull();
    }
  }

  @Test
  void numbers_beyond_32_bits_go_to_the_zip64_field_in_its_order() {
    long size = 5_000_000_000L;
    long offset = 6_000_000_000L;
    ZipRecords.Written written = new ZipRecords.Written(ZipRecords.DEFLATED, 7, 100, size, offset);
    ByteBuffer header = ZipRecords.centralHeader(file("x"), written).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getInt(20)).isEqualTo(100);
    assertThat(header.getInt(24)).isEqualTo(-1);
    assertThat(header.getInt(42)).isEqualTo(-1);
    int zip64 = 46 + 1 + 9;
    assertThat(header.getShort(zip64)).isEqualTo((short) 1);
    assertThat(header.getShort(zip64 + 2)).isEqualTo((short) 16);
    assertThat(header.getLong(zip64 + 4)).isEqualTo(size);
    assertThat(header.getLong(zip64 + 12)).isEqualTo(offset);
    assertThat(header.limit()).isEqualTo(zip64 + 20);
  }

  @Test
  void an_archive_that_the_old_format_cannot_count_has_a_zip64_end() {
    assertThat(firstWord(65_534, 0)).isEqualTo(0x06054b50);
    assertThat(firstWord(65_535, 0)).isEqualTo(0x06064b50);
    assertThat(firstWord(1, 0xFFFF_FFFEL)).isEqualTo(0x06054b50);
    assertThat(firstWord(1, 0xFFFF_FFFFL)).isEqualTo(0x06064b50);
  }

  private static int firstWord(long entries, long centralOffset) {
    ByteBuffer end = ZipRecords.end(entries, centralOffset, 0, new byte[0]);
    return end.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
  }

  /** Takes a minute or two: {@code mvn test -Dtest=ZipStreamTest -Dmeanwhile.slow=true}. */
  @Test
  @EnabledIfSystemProperty(named = "meanwhile.slow", matches = "true")
  void a_file_and_an_archive_beyond_4_gib_are_read_back() throws IOException {
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    CRC32 crc = new CRC32();
    Path file =
        zip(
            zip -> {
              zip.begin(file("big"), 4200L << 20);
              for (int i = 0; i < 4200; i++) {
                zip.write(block, block.length);
                crc.update(block);
              }
              zip.end();
              zip.put(file("behind"), new byte[] {1});
            });
    try (ZipFile read = new ZipFile(file.toFile())) {
      assertThat(read.getEntry("big").getSize()).isEqualTo(4200L << 20);
      assertThat(read.getEntry("big").getCrc()).isEqualTo(crc.getValue());
      assertThat(read.getInputStream(read.getEntry("behind")).readAllBytes()).containsExactly(1);
    }
    try (ZipInputStream read = new ZipInputStream(Files.newInputStream(file))) {
      assertThat(read.getNextEntry().getName()).isEqualTo("big");
      assertThat(read.getNextEntry().getName()).isEqualTo("behind");
    }
  }
}
