package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-9, 0, 9",
    "bytes=2-5, 2, 5",
    "bytes=5-, 5, 9",
    "bytes=-3, 7, 9",
    "bytes=-100, 0, 9",
    "bytes=5-100, 5, 9",
    "bytes=5-99999999999999999999, 5, 9",
    "bytes=-99999999999999999999, 0, 9",
    "BYTES = 1-2, 1, 2"
  })
  void a_range_of_ten_bytes_is_cut_to_them(String field, long first, long last) {
    assertThat(ByteRange.read(field, 10)).isEqualTo(new ByteRange(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,3-4",
        "bytes=a-b",
        "bytes=+1-2",
        "lines=0-1"
      })
  void a_field_that_is_not_one_range_of_bytes_is_ignored(String field) {
    assertThat(ByteRange.read(field, 10)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
  void a_range_beyond_the_end_is_not_satisfiable(String field) {
    assertThatThrownBy(() -> ByteRange.read(field, 10))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.RANGE_NOT_SATISFIABLE);
              assertThat(problem.headers()).containsEntry("Content-Range", "bytes */10");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-", "bytes=0-0", "bytes=0-99", "bytes=5-", "bytes=-1", "bytes=-0"})
  void every_range_of_nothing_is_ignored(String field) {
    assertThat(ByteRange.read(field, 0)).isNull();
  }

  @Test
  void both_ends_belong_to_a_range() {
    ByteRange range = new ByteRange(2, 5);

    assertThat(range.sizeBytes()).isEqualTo(4);
    assertThat(range.contentRange(10)).isEqualTo("bytes 2-5/10");
  }
}
