package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaInputTest {

  private static final String SCHEMA =
      """
      {"type": "object",
       "properties": {
        "width": {"type": "integer", "minimum": 1, "default": 80},
        "at": {"type": "string", "format": "date-time"},
        "names": {"type": "array", "items": {"$ref": "#/$defs/name"}},
        "a/b": {"type": "boolean"}
       },
       "$defs": {"name": {"type": "string", "pattern": "^[a-z]+$"}},
       "required": ["names"],
       "additionalProperties": false}
      """;

  @Test
  void an_accepted_input_is_read_as_plain_values() throws Exception {
    assertThat(input(SCHEMA).read("{\"names\": [\"a\"], \"a/b\": true}"))
        .isEqualTo(Map.of("names", List.of("a"), "a/b", true, "width", 80L));
    assertThat(input("{}").read("{\"n\": 1.50}")).isEqualTo(Map.of("n", new BigDecimal("1.50")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /names",
        "{\"names\": [], \"width\": 0} | /width",
        "{\"names\": [], \"width\": \"1\"} | /width",
        "{\"names\": [], \"at\": \"noon\"} | /at",
        "{\"names\": [\"a\", \"B\"]} | /names/1",
        "{\"names\": [], \"a/b\": 1} | /a~1b",
        "{\"names\": [], \"c~d\": 1} | /c~0d",
        "{\"names\": [], \"names\": []} | /names",
        "{\"names\": [], \"width\": 1e999999999} | /width",
        "[] | ``",
      })
  void a_value_that_the_schema_refuses_is_reported_with_its_pointer(String json, String pointer) {
    assertThat(refused(SCHEMA, json)).extracting(Violation::pointer).containsExactly(pointer);
  }

  @Test
  void all_violations_are_reported() {
    assertThat(refused(SCHEMA, "{\"width\": 0, \"other\": 1}"))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/width", "/names", "/other");
  }

  @Test
  void violations_of_the_check_are_reported() {
    SchemaInput input =
        new SchemaInput("{}", values -> List.of(new Violation("/n", "is " + values.get("n"))));
    InvalidInput refusal =
        catchThrowableOfType(InvalidInput.class, () -> input.read("{\"n\": \"bad\"}"));
    assertThat(refusal.violations()).containsExactly(new Violation("/n", "is bad"));
  }

  @Test
  void nothing_is_fetched_from_the_network() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes());
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/s.json";
      assertUnusable("{\"properties\": {\"a\": {\"$ref\": \"" + url + "\"}}}");
      assertUnusable("{\"$schema\": \"" + url + "\"}");
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nothing_is_read_from_a_file_or_the_class_path(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("s.json"), "{}");
    assertUnusable("{\"properties\": {\"a\": {\"$ref\": \"" + file.toUri() + "\"}}}");
    assertUnusable("{\"$ref\": \"classpath:draft/2020-12/schema\"}");
  }

  @Test
  void a_text_that_is_not_a_schema_is_refused_at_the_start() {
    assertUnusable("{\"type\": \"strnig\"}");
    assertUnusable("[]");
    assertUnusable("{");
    assertUnusable("{\"$ref\": \"#/$defs/none\"}");
  }

  private static void assertUnusable(String schema) {
    assertThatThrownBy(() -> input(schema)).isInstanceOf(IllegalArgumentException.class);
  }

  private static SchemaInput input(String schema) {
    return new SchemaInput(schema, any -> List.of());
  }

  private static List<Violation> refused(String schema, String json) {
    InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> input(schema).read(json));
    assertThat(refusal).as(json).isNotNull();
    return refusal.violations();
  }
}
