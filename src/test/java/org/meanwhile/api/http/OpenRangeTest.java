package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRangeTest {

  @Test
  void a_range_begins_somewhere_and_may_end() {
    assertThat(OpenRange.read("bytes=5-")).contains(new OpenRange(5, Long.MAX_VALUE));
    assertThat(OpenRange.read("Bytes = 0-9")).contains(new OpenRange(0, 9));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "bytes=-5", "bytes=9-5", "bytes=0-1,4-5", "lines=0-", "bytes=", "bytes=x-"})
  void everything_else_is_no_range_of_what_has_no_length_yet(String field) {
    assertThat(OpenRange.read(field)).isEmpty();
  }

  @Test
  void a_range_is_cut_at_what_is_there() {
    assertThat(new OpenRange(5, Long.MAX_VALUE).within(7)).contains(new ByteRange(5, 6));
    assertThat(new OpenRange(5, 5).within(7)).contains(new ByteRange(5, 5));
    assertThat(new OpenRange(7, 9).within(7)).isEqualTo(Optional.empty());
  }
}
