package org.meanwhile.api.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.Settings;
import tools.jackson.databind.JsonNode;

class JsonTest {
  private static final int MAX_BYTES = 1024;

  private final Json json =
      new Json(
          new Settings(
              Map.of(
                      "meanwhile.body.max-bytes",
                      Integer.toString(MAX_BYTES),
                      "meanwhile.json.max-depth",
                      "5")
                  ::get));

  private JsonNode read(byte[] body) throws IOException {
    return json.read(new ByteArrayInputStream(body));
  }

  private ProblemType refusal(byte[] body) {
    return catchThrowableOfType(Problem.class, () -> read(body)).type();
  }

  @Test
  void a_document_is_read_with_all_digits_of_its_numbers() throws IOException {
    assertThat(read("{\"n\":0.10000000000000000000001}".getBytes(UTF_8)).toString())
        .isEqualTo("{\"n\":0.10000000000000000000001}");
  }

  @Test
  void a_byte_order_mark_is_ignored() throws IOException {
    assertThat(read("\uFEFF[]".getBytes(UTF_8)).isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "[1,]",
        "[NaN]",
        "[01]",
        "// comment\n[]",
        "[[[[[[]]]]]]",
        "[1e99999999999]"
      })
  void anything_else_is_malformed(String body) {
    assertThat(refusal(body.getBytes(UTF_8))).isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  @Test
  void other_encodings_are_not_guessed() {
    assertThat(refusal("[\"ü\"]".getBytes(ISO_8859_1))).isEqualTo(ProblemType.MALFORMED_REQUEST);
    assertThat(refusal("[]".getBytes(UTF_16))).isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  @Test
  void an_overlong_sequence_is_refused() {
    byte[] overlongQuote = {'[', '"', (byte) 0xC0, (byte) 0xA2, '"', ']'};

    assertThat(refusal(overlongQuote)).isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  @Test
  void a_body_may_be_as_large_as_the_setting_says() throws IOException {
    byte[] largest = ("[" + " ".repeat(MAX_BYTES - 2) + "]").getBytes(UTF_8);
    byte[] larger = ("[" + " ".repeat(MAX_BYTES - 1) + "]").getBytes(UTF_8);

    assertThat(read(largest).isArray()).isTrue();
    assertThat(refusal(larger)).isEqualTo(ProblemType.CONTENT_TOO_LARGE);
  }

  @Test
  void the_place_of_a_fault_is_told() {
    assertThat(catchThrowableOfType(Problem.class, () -> read("{\n  \"a\" 1}".getBytes(UTF_8))))
        .hasMessageContaining("line 2");
  }
}
