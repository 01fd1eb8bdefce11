package org.meanwhile.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.api.http.Accept;

class OpenApiFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | PLAIN",
        "text/html, */*;q=0.8 | PLAIN",
        "text/plain | PLAIN",
        "image/png | PLAIN",
        "application/json | JSON",
        "application/vnd.oai.openapi+json | JSON",
        "application/* | JSON",
        "application/*, image/* | JSON",
        "text/plain;q=0, */* | JSON",
        "text/*;q=0.5, application/*;q=0.5 | PLAIN",
        "application/yaml | YAML",
        "application/yaml, */* | YAML",
        "application/yaml;q=0.5, text/plain | PLAIN",
        "application/yaml, text/plain;q=0.5 | YAML",
        "application/yaml;q=0, */* | JSON",
        "application/*, text/*;q=0.5 | JSON",
        "text/*, application/*;q=0.5 | PLAIN",
        "application/yaml, application/json | YAML",
        "application/json, application/yaml | JSON",
        "application/json;q=0, application/* | YAML",
        "application/x-yaml | PLAIN",
        "application/vnd.oai.openapi | PLAIN",
        "text/yaml | PLAIN",
      })
  void the_type_is_one_that_is_accepted(String accept, OpenApiForm form) {
    assertThat(OpenApiForm.of(Accept.of(List.of(accept)), null)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, application/yaml, JSON",
    "json, */*, JSON",
    "yaml, application/json, PLAIN",
    "yaml, application/yaml, YAML",
    "YAML, */*, PLAIN",
    "other, application/json, PLAIN",
    "yaml, application/*, YAML",
  })
  void a_format_in_the_query_counts_before_the_field(
      String format, String accept, OpenApiForm form) {
    assertThat(OpenApiForm.of(Accept.of(List.of(accept)), format)).isEqualTo(form);
  }
}
