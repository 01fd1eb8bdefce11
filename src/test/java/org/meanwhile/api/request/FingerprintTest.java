package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class FingerprintTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"b\":[1,2]} | { \"b\" : [ 1, 2 ], \"a\": 1 }",
        "{\"a\":{\"c\":1,\"b\":2}} | {\"a\":{\"b\":2,\"c\":1}}",
        "{\"a\":100} | {\"a\":1e2}",
        "{\"a\":1.50} | {\"a\":1.5}",
        "{\"a\":\"\\u00e9\\u002f\"} | {\"a\":\"é/\"}",
        "{\"a\":1,\"b\":null} | {\"a\":1}",
        "{\"callback\":{\"a\":1,\"b\":null}} | {\"callback\":{\"a\":1}}",
        "{\"labels\":{\"a\":\"e\\u0301\"}} | {\"labels\":{\"a\":\"é\"}}",
      })
  void requests_that_mean_the_same_have_equal_fingerprints(String one, String other) {
    assertThat(of(one)).isEqualTo(of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | {\"a\":2}",
        "{\"a\":1} | {\"a\":\"1\"}",
        "{\"a\":[1,2]} | {\"a\":[2,1]}",
        "{\"a\":[1,[2]]} | {\"a\":[[1],2]}",
        "{\"a\":\"b\"} | {\"b\":\"a\"}",
        "{\"a\":\"1,b:2\"} | {\"a\":1,\"b\":2}",
        "{\"a\":{}} | {\"a\":[]}",
        "{\"a\":false} | {\"a\":\"false\"}",
        "{\"a\":{\"b\":null}} | {\"a\":{}}",
        "{\"input\":{\"b\":null}} | {\"input\":{}}",
        "{\"input\":{\"callback\":{\"b\":null}}} | {\"input\":{\"callback\":{}}}",
        "{\"callback\":null} | {\"callback\":{}}",
        "{\"callback\":1} | {\"callback\":{}}",
        "{\"input\":{\"a\":\"e\\u0301\"}} | {\"input\":{\"a\":\"é\"}}",
        "{\"labels\":{\"a\":1}} | {\"labels\":{\"a\":\"1\"}}",
      })
  void other_requests_have_other_fingerprints(String one, String other) {
    assertThat(of(one)).isNotEqualTo(of(other));
  }

  @Test
  void a_file_its_name_and_its_media_type_belong_to_the_fingerprint() {
    assertThat(
            java.util.Set.of(
                of("{}"),
                with(file("aa", "a.txt", "text/plain")),
                with(file("bb", "a.txt", "text/plain")),
                with(file("aa", "b.txt", "text/plain")),
                with(file("aa", "a.txt", "text/csv"))))
        .hasSize(5);
    assertThat(with(file("aa", "a.txt", "text/plain")))
        .isEqualTo(with(file("aa", "a.txt", "text/plain")));
  }

  private static StagedFile file(String sha256, String name, String type) {
    return new StagedFile(
        new StoredContent(UUID.randomUUID(), null, 1, sha256), Optional.of(name), type);
  }

  private static String of(String json) {
    return Fingerprint.of(JSON.readTree(json), Optional.empty());
  }

  private static String with(StagedFile file) {
    return Fingerprint.of(JSON.readTree("{}"), Optional.of(file));
  }
}
