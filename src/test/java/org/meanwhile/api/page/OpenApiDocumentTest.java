package org.meanwhile.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class OpenApiDocumentTest {
  private static final String URL = "https://jobs.example/caf%C3%A9";

  private final String written;

  OpenApiDocumentTest() throws IOException {
    written = Files.readString(Path.of("openapi", "openapi.yaml"));
  }

  @Test
  void both_forms_say_the_same_and_name_the_server() {
    JsonNode expected = YAMLMapper.shared().readTree(written);
    ((ObjectNode) expected.get("servers").get(0)).put("url", URL);

    assertThat(YAMLMapper.shared().readTree(OpenApiDocument.yaml(written).bytes(URL)))
        .isEqualTo(expected);
    assertThat(JsonMapper.shared().readTree(OpenApiDocument.json(written).bytes(URL)))
        .isEqualTo(expected);
  }

  @Test
  void nothing_but_the_url_is_changed() {
    String served = new String(OpenApiDocument.yaml(written).bytes(URL), StandardCharsets.UTF_8);

    assertThat(served).isEqualTo(written.replace("- url: /\n", "- url: \"" + URL + "\"\n"));
  }

  @Test
  void another_url_or_form_is_another_version() {
    OpenApiDocument yaml = OpenApiDocument.yaml(written);

    assertThat(yaml.version(URL)).isEqualTo(OpenApiDocument.yaml(written).version(URL));
    assertThat(yaml.version(URL)).isNotEqualTo(yaml.version(URL + "/"));
    assertThat(yaml.version(URL)).isNotEqualTo(OpenApiDocument.json(written).version(URL));
  }

  @Test
  void a_document_without_a_server_is_refused() {
    assertThatThrownBy(() -> OpenApiDocument.yaml("openapi: 3.0.3\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
