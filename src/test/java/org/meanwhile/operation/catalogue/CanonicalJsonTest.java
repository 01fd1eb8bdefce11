package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of RFC 8785, and what is no I-JSON. */
class CanonicalJsonTest {

  private static String canonical(String json) {
    return CanonicalJson.of(json).orElseThrow();
  }

  /** RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void a_number_is_written_as_ecmascript_writes_it(String bits, String text) throws IOException {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(NumberToJSON.serializeNumber(number)).isEqualTo(text);
    assertThat(canonical("[" + text + "]")).isEqualTo("[" + text + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7fffffffffffffff", "7ff0000000000000"})
  void what_is_no_number_of_json_has_no_form(String bits) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThatThrownBy(() -> NumberToJSON.serializeNumber(number)).isInstanceOf(IOException.class);
  }

  /** RFC 8785, sections 3.2.2 to 3.2.4. */
  @Test
  void the_sample_of_the_rfc() {
    assertThat(
            canonical(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """
                    .replace("333333333.33333329", "333333333.3333333")))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /** RFC 8785, section 3.2.3: by UTF-16 code units, so the emoji stands before U+FB33. */
  @Test
  void members_are_sorted_by_code_units() {
    assertThat(
            canonical(
                """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
                 "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
                 "\\u00f6":"Latin Small Letter O With Diaeresis"}
                """))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"b\":{\"d\":2,\"c\":3}} | {\"b\": {\"c\": 3.0, \"d\": 20e-1}, \"a\": 1.00}",
        "{\"a\":\"é\"} | {\"a\":\"\\u00e9\"}",
        "{\"a\":0} | {\"a\":-0.0}",
        "{\"a\":100} | {\"a\":1E+2}",
        "{} | { }"
      })
  void equal_values_have_equal_texts(String one, String other) {
    assertThat(canonical(one)).isEqualTo(canonical(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":[1,2]} | {\"a\":[2,1]}",
        "{\"a\":null} | {}",
        "{\"a\":\"1\"} | {\"a\":1}",
        "{\"a\":\"e\u0301\"} | {\"a\":\"\u00e9\"}",
        "{\"a\":9007199254740991} | {\"a\":9007199254740992}"
      })
  void other_values_have_other_texts(String one, String other) {
    assertThat(canonical(one)).isNotEqualTo(canonical(other));
  }

  /** RFC 8785 would take each of them for another number. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "295147905179352825856",
        "333333333.33333329",
        "0.1000000000000000055",
        "1e400",
        "1e-400",
        "123456789012345678901234567890"
      })
  void a_number_that_no_double_holds_has_no_canonical_form(String number) {
    assertThat(CanonicalJson.of("{\"deep\":[{\"a\":" + number + "}]}")).isEmpty();
  }
}
