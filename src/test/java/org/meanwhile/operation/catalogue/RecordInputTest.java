package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("one test changes the locale of the JVM")
class RecordInputTest {

  enum Speed {
    SLOW,
    VERY_FAST
  }

  record Part(@NotBlank String name, @Schema(defaultValue = "1") @Max(9) int count) {

    @AssertTrue(message = "x needs a count below 5")
    boolean isXSmall() {
      return !"x".equals(name) || count < 5;
    }
  }

  record Everything(
      String text,
      Integer whole,
      Long large,
      Double real,
      BigDecimal exact,
      Boolean truth,
      boolean flag,
      Speed speed,
      @Schema(defaultValue = "PT5S") Duration duration,
      Instant moment,
      List<@Size(max = 3) String> list,
      Map<String, @Min(0) Integer> map,
      Map<String, Object> any,
      @Valid Part part,
      List<@Valid Part> parts) {}

  record Needs(@NotBlank String name, int count, @Max(10) long limit) {}

  record Refusing(String name) {
    Refusing {
      if (name != null) {
        throw new IllegalArgumentException("java.lang.Secret");
      }
    }
  }

  private static final RecordInput<Everything> EVERYTHING =
      new RecordInput<>(Everything.class, Rules.withoutContainer());
  private static final RecordInput<Needs> NEEDS =
      new RecordInput<>(Needs.class, Rules.withoutContainer());

  @Test
  void every_type_is_read() throws Exception {
    Everything read =
        EVERYTHING.read(
            """
            {"text": "a", "whole": 3.0, "large": 9007199254740993, "real": 0.5,
             "exact": 12345678901234567890.5, "truth": false, "flag": true, "speed": "very-fast",
             "duration": "P1DT2H", "moment": "2026-12-01T02:00:00+01:00", "list": ["a", "b"],
             "map": {"a": 1}, "any": {"n": null, "l": [1, 1.5, 12345678901234567890]},
             "part": {"name": "p"}, "parts": [{"name": "q", "count": 2}]}
            """);

    assertThat(read)
        .isEqualTo(
            new Everything(
                "a",
                3,
                9007199254740993L,
                0.5,
                new BigDecimal("12345678901234567890.5"),
                false,
                true,
                Speed.VERY_FAST,
                Duration.ofHours(26),
                Instant.parse("2026-12-01T01:00:00Z"),
                List.of("a", "b"),
                Map.of("a", 1),
                read.any(),
                new Part("p", 1),
                List.of(new Part("q", 2))));
    assertThat(read.any()).containsEntry("n", null);
    assertThat(read.any().get("l"))
        .isEqualTo(
            List.of(1L, new BigDecimal("1.5"), new java.math.BigInteger("12345678901234567890")));
  }

  @Test
  void an_absent_member_gets_its_default() throws Exception {
    Everything read = EVERYTHING.read(" {} ");
    assertThat(read.duration()).isEqualTo(Duration.ofSeconds(5));
    assertThat(read.flag()).isFalse();
    assertThat(read.text()).isNull();
  }

  @Test
  void an_absent_input_counts_as_an_empty_object() throws Exception {
    assertThat(EVERYTHING.read(null)).isEqualTo(EVERYTHING.read("{}"));
  }

  @Test
  void an_unknown_member_is_refused_with_its_pointer() {
    assertThat(refused(EVERYTHING, "{\"a/b~c\": 1, \"part\": {\"name\": \"p\", \"x\": 1}}"))
        .containsExactly(
            new Violation("/a~1b~0c", "is unknown"), new Violation("/part/x", "is unknown"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\": 1} | /text",
        "{\"whole\": \"1\"} | /whole",
        "{\"whole\": 1.5} | /whole",
        "{\"whole\": true} | /whole",
        "{\"whole\": 2147483648} | /whole",
        "{\"large\": 9223372036854775808} | /large",
        "{\"large\": 1e999} | /large",
        "{\"large\": 1e999999999} | /large",
        "{\"exact\": 1e-1001} | /exact",
        "{\"real\": 1e400} | /real",
        "{\"real\": \"NaN\"} | /real",
        "{\"truth\": \"true\"} | /truth",
        "{\"truth\": 0} | /truth",
        "{\"speed\": \"VERY_FAST\"} | /speed",
        "{\"speed\": 1} | /speed",
        "{\"duration\": 5} | /duration",
        "{\"duration\": \"1h\"} | /duration",
        "{\"duration\": \"PT99999999999999999999H\"} | /duration",
        "{\"moment\": \"2026-12-01\"} | /moment",
        "{\"list\": \"a\"} | /list",
        "{\"list\": [\"a\", 1]} | /list/1",
        "{\"list\": [null]} | /list/0",
        "{\"text\": null} | /text",
        "{\"flag\": null} | /flag",
        "{\"duration\": null} | /duration",
        "{\"list\": null} | /list",
        "{\"part\": null} | /part",
        "{\"parts\": [{\"name\": \"p\", \"count\": null}]} | /parts/0/count",
        "null | ``",
        "{\"list\": [\"long\"]} | /list/0",
        "{\"map\": []} | /map",
        "{\"map\": {\"a~\": -1}} | /map/a~0",
        "{\"map\": {\"a\": null}} | /map/a",
        "{\"part\": []} | /part",
        "{\"part\": {}} | /part/name",
        "{\"part\": {\"name\": \"x\", \"count\": 5}} | /part",
        "{\"parts\": [{\"name\": \"p\"}, {\"name\": \"p\", \"count\": 10}]} | /parts/1/count",
        "{\"text\": \"a\", \"text\": \"a\"} | /text",
        "{\"part\": {\"name\": \"a\", \"name\": \"a\"}} | /part/name",
        "[] | ``",
        "7 | ``",
        "{ | ``",
        "{} {} | ``",
        "{\"real\": NaN} | ``",
        "{'text': 1} | ``",
        "`` | ``",
      })
  void a_bad_value_is_refused_with_its_pointer(String json, String pointer) {
    List<Violation> violations = refused(EVERYTHING, json);
    assertThat(violations).extracting(Violation::pointer).containsExactly(pointer);
    assertThat(violations.get(0).detail()).isNotBlank().doesNotContain("java", "Exception");
  }

  @Test
  void all_violations_are_reported() {
    assertThat(refused(NEEDS, "{\"name\": \" \", \"limit\": 11, \"other\": 1}"))
        .containsExactly(
            new Violation("/other", "is unknown"),
            new Violation("/count", "is missing"),
            new Violation("/name", "must not be blank"),
            new Violation("/limit", "must be less than or equal to 10"));
  }

  @Test
  void at_most_100_violations_are_reported() {
    String many = "1,".repeat(500);
    assertThat(refused(EVERYTHING, "{\"list\": [" + many + "1]}")).hasSize(100);
  }

  @Test
  void an_input_nested_too_deeply_is_refused() {
    String deep = "{\"any\": {\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}}";
    assertThat(refused(EVERYTHING, deep)).extracting(Violation::pointer).containsExactly("");
  }

  @Test
  void the_message_of_a_records_own_exception_is_not_shown() {
    RecordInput<Refusing> input = new RecordInput<>(Refusing.class, Rules.withoutContainer());
    assertThat(refused(input, "{\"name\": \"a\"}"))
        .containsExactly(new Violation("", "is not accepted"));
  }

  @Test
  void details_are_English_in_every_locale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(refused(NEEDS, "{\"count\": 1, \"limit\": 1}"))
          .containsExactly(new Violation("/name", "must not be blank"));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<Violation> refused(Input<?> input, String json) {
    InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> input.read(json));
    assertThat(refusal).as(json).isNotNull();
    return refusal.violations();
  }
}
