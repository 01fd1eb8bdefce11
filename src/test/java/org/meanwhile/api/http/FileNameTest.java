package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "a.txt, a.txt",
    "../../etc/passwd, passwd",
    "C:\\users\\me\\a.txt, a.txt",
    "say %22hi%22, say \"hi\"",
    "say \\\"hi\\\", say \"hi\"",
    "100%25, 100%25",
    "a%0D%0Ab, a__b"
  })
  void the_last_segment_is_the_name(String sent, String name) {
    assertThat(FileName.of(sent)).contains(name);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a/", "\\"})
  void nothing_is_no_name(String sent) {
    assertThat(FileName.of(sent)).isEmpty();
  }

  @Test
  void what_would_not_be_seen_is_replaced() {
    assertThat(FileName.of("invoice\u202Efdp.exe")).contains("invoice_fdp.exe");
    assertThat(FileName.of("a\u0085\u200B\uFEFFb.txt")).contains("a___b.txt");
    assertThat(FileName.of("می\u200Cخواهم.txt")).contains("می\u200Cخواهم.txt");
    assertThat(FileName.of("x".repeat(254) + "😀").orElseThrow()).endsWith("x_").hasSize(255);
  }

  @Test
  void a_long_name_is_cut() {
    assertThat(FileName.of("x".repeat(300)).orElseThrow()).hasSize(255);
    assertThat(FileName.of("x" + "😀".repeat(200)).orElseThrow()).isEqualTo("x" + "😀".repeat(127));
    assertThat(FileName.of("😀".repeat(200)).orElseThrow()).isEqualTo("😀".repeat(127));
  }
}
