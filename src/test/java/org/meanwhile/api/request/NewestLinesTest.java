package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.log.LogBatch;

class NewestLinesTest {

  private static NewestLines read(String text) throws IOException {
    return NewestLines.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MediaType.TEXT_PLAIN_TYPE);
  }

  @Test
  void lines_end_with_any_line_end() throws IOException {
    assertThat(read("a\nb\r\nc\rd").lines()).containsExactly("a", "b", "c", "d");
    assertThat(read("a\n\nb\n").lines()).containsExactly("a", "", "b");
    assertThat(read("").lines()).isEmpty();
    assertThat(read("\n").lines()).containsExactly("");
  }

  @Test
  void the_oldest_are_dropped_and_counted() throws IOException {
    NewestLines lines = read("x\n".repeat(LogBatch.MAX_LINES) + "last");

    assertThat(lines.dropped()).isEqualTo(1);
    assertThat(lines.lines()).hasSize(LogBatch.MAX_LINES).endsWith("last");
  }

  @Test
  void a_long_line_is_cut_to_its_bytes_and_hidden_characters_are_shown() throws IOException {
    NewestLines lines = read("ü".repeat(9000) + "\na\u0007b");

    assertThat(lines.lines().get(0).getBytes(StandardCharsets.UTF_8))
        .hasSize(LogBatch.MAX_LINE_BYTES);
    assertThat(lines.lines().get(1)).isEqualTo("a\uFFFDb");
  }
}
