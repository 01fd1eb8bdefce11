package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.OpenApiValidation;
import org.meanwhile.contract.support.SharedServer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class OpenApiIT {
  private final Client client;

  OpenApiIT(Client client) {
    this.client = client;
  }

  @Test
  void the_document_is_served_as_it_was_written() throws IOException {
    Map<String, Object> written = parsed(Files.readString(OpenApiValidation.DOCUMENT));
    Map<String, Object> served =
        parsed(client.askUndescribed().get("/openapi").then().statusCode(200).extract().asString());

    assertThat(child(served, "info")).containsAllEntriesOf(child(written, "info"));
    assertThat(child(served, "paths")).containsOnlyKeys(child(written, "paths").keySet());
    child(written, "paths")
        .forEach(
            (path, item) ->
                assertThat(child(child(served, "paths"), path).keySet())
                    .as(path)
                    .isEqualTo(child(child(written, "paths"), path).keySet()));
    assertThat(child(child(served, "components"), "schemas"))
        .containsOnlyKeys(child(child(written, "components"), "schemas").keySet());
  }

  @Test
  void the_document_is_served_as_json_to_who_wants_that() {
    client
        .askUndescribed()
        .accept("application/json")
        .get("/openapi")
        .then()
        .statusCode(200)
        .contentType(containsString("json"))
        .body("openapi", notNullValue())
        .body("paths.'/job'.post.responses.'202'", notNullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/yaml;q=0.1, application/json;q=0.9 | json",
        "application/json;q=0.1, application/yaml;q=0.9 | application/yaml",
        "application/json;q=0.1, */* | text/plain",
        "text/html, application/json;q=0.1 | json",
        "application/json;q=0, */* | text/plain",
        "application/json, */* | json",
        "application/yaml;q=0.1, */*;q=0.9 | json",
        "application/yaml, application/json | application/yaml",
        "application/* | json",
        "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8 | text/plain",
        "image/png | text/plain",
      })
  void the_document_is_of_the_type_that_has_the_higher_weight(String accept, String type) {
    client
        .askUndescribed()
        .accept(accept)
        .get("/openapi")
        .then()
        .statusCode(200)
        .contentType(containsString(type));
  }

  @Test
  void the_explorer_is_there_with_all_that_its_page_asks_for() {
    String page =
        client
            .askUndescribed()
            .get("/swagger-ui/")
            .then()
            .statusCode(200)
            .contentType(containsString("text/html"))
            .extract()
            .asString();

    Matcher links = Pattern.compile("(?:src|href)=\"([^\"#:]+)\"").matcher(page);
    int found = 0;
    while (links.find()) {
      String address = client.base().resolve("/swagger-ui/").resolve(links.group(1)).toString();
      client.askUndescribed().get(address).then().statusCode(200).body(notNullValue());
      found++;
    }
    assertThat(found).isGreaterThan(2);
  }

  @Test
  void the_explorers_address_may_be_typed_without_its_slash() {
    client
        .askUndescribed()
        .redirects()
        .follow(true)
        .get("/swagger-ui")
        .then()
        .statusCode(200)
        .contentType(containsString("text/html"));
  }

  private static Map<String, Object> parsed(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.get(name);
  }
}
