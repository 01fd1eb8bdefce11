package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.request.ListParameters;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.notation.Rfc3339;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.Setting;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A duration and a time are the same wherever they are taken, and what a schema says, in the
 * catalogue or in {@code openapi.yaml}, a validator and the server agree about. Formats are
 * asserted as well as patterns.
 */
class OneGrammarTest {
  record Timed(Duration duration, Instant time) {}

  private static final RecordInput<Timed> INPUT =
      new RecordInput<>(Timed.class, Rules.withoutContainer());

  private static final Setting<Duration> SETTING =
      Setting.duration("a.setting", "PT0S", "PT0S", "P999999999999W", "A duration.");

  /** As configured commands and authors of operations write them. */
  private static final SchemaInput FORMATS =
      formats("https://json-schema.org/draft/2020-12/schema");

  private static final SchemaInput OLDER_FORMATS =
      formats("http://json-schema.org/draft-07/schema#");

  enum Speed {
    SLOW
  }

  record Part(String name) {}

  record Nullable(
      String text,
      @org.eclipse.microprofile.openapi.annotations.media.Schema(defaultValue = "1") int whole,
      Double real,
      boolean flag,
      @org.eclipse.microprofile.openapi.annotations.media.Schema(defaultValue = "slow") Speed speed,
      @org.eclipse.microprofile.openapi.annotations.media.Schema(defaultValue = "PT1S")
          Duration duration,
      Instant time,
      List<String> list,
      List<@NotNull Object> things,
      Map<String, Integer> map,
      Part part,
      Object any,
      @NotNull Object some) {}

  private static final RecordInput<Nullable> NULLABLE =
      new RecordInput<>(Nullable.class, Rules.withoutContainer());

  private static final Map<?, ?> OPEN_API = openApi();
  private static final Schema INPUT_DURATION = schema(inputSchema("duration"));
  private static final Schema INPUT_TIME = schema(inputSchema("time"));
  private static final Schema SHOWN = schema(shown(FORMATS));
  private static final Schema OLDER_SHOWN = schema(shown(OLDER_FORMATS));
  private static final Schema API_DURATION = schema(at("components", "schemas", "Duration"));
  private static final Schema API_START =
      schema(at("components", "schemas", "JobRequest", "properties", "startAt"));
  private static final List<Schema> API_QUERIES =
      List.of(
          schema(at("components", "parameters", "CreatedAfter", "schema")),
          schema(at("components", "parameters", "CreatedBefore", "schema")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P1W",
        "P2D",
        "PT0.5S",
        "PT0,5S",
        "P1DT12H",
        "PT1.5H",
        "P0.5W",
        "P1M",
        "P1Y",
        "P1WT1H",
        "P1W1D",
        "P1W2DT3H4M5.6S",
        "P1D1W",
        "P1W1.5DT1H",
        "PT0S",
        "P",
        "PT",
        "P1DT",
        "",
        "pt1h",
        "-PT1H",
        "PT-1H",
        "PT1H\n",
        "\nPT1H",
        "PT1H ",
        "P1H",
        "PT1S1M",
        "PT1.5H1M",
        "PT.5S",
        "PT1.S",
        "P9999999999999D",
        "P999999999999W",
        "PT\u0661S",
        "PT0.12345678901234S",
        "1h",
        "3600",
        "P2026-01-01T00:00:00",
        "PT1H30M5.5S",
        "PT1M1H"
      })
  void a_duration_is_one_everywhere_or_nowhere(String text) {
    boolean read = isRead(text, IsoDuration::parse);

    assertThat(isValid(INPUT_DURATION, text)).isEqualTo(read);
    assertThat(isValid(API_DURATION, text)).isEqualTo(read);
    assertThat(isInput("duration", text)).isEqualTo(read);
    assertFormat("duration", text, read);
    // Settings are stripped, because files of properties leave white space.
    assertThat(isRead(text, value -> SETTING.parse().apply(value))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-01T02:00:00Z",
        "2026-12-01t02:00:00z",
        "2026-12-01T02:00:00.1234567890123Z",
        "2026-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "2026-12-31T12:34:60Z",
        "2026-12-31T23:59:61Z",
        "2026-12-01T02:00:00-00:00",
        "2026-12-01T02:00:00+23:59",
        "2026-12-01T02:00:00+24:00",
        "2026-12-01 02:00:00Z",
        "2026-12-01T02:00Z",
        "2026-12-01",
        "2026-12-01T02:00:00",
        "2026-02-29T00:00:00Z",
        "2024-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0000-12-31T23:59:59+23:59",
        "9999-12-31T23:59:59-23:59",
        "10000-01-01T00:00:00Z",
        "+2026-12-01T02:00:00Z",
        "2026-12-01T24:00:00Z",
        "2026-12-01T02:00:00,5Z",
        "2026-12-01T02:00:00+0100",
        "2026-12-01T02:00:00Z\n",
        "",
        "now",
        "1764554400",
        "2026-12-01T02:00:00.Z",
        "\u0662026-12-01T02:00:00Z"
      })
  void a_time_is_one_everywhere_or_nowhere(String text) {
    boolean read = isRead(text, Rfc3339::parse);

    assertThat(isValid(INPUT_TIME, text)).isEqualTo(read);
    assertThat(isValid(API_START, text)).isEqualTo(read);
    assertThat(API_QUERIES).allMatch(schema -> isValid(schema, text) == read);
    assertThat(isInput("time", text)).isEqualTo(read);
    assertFormat("time", text, read);
    assertThat(isQuery("createdAfter", text)).isEqualTo(read);
    assertThat(isQuery("createdBefore", text)).isEqualTo(read);
  }

  @Property(tries = 3000)
  void a_random_duration_is_one_everywhere_or_nowhere(@ForAll long seed) {
    Random random = new Random(seed);
    String text = broken("P1W2DT3H40M5.6S0,", "P3DT4H5M6.7S", random);

    a_duration_is_one_everywhere_or_nowhere(text);
  }

  @Property(tries = 3000)
  void a_random_time_is_one_everywhere_or_nowhere(@ForAll long seed) {
    Random random = new Random(seed);
    String sound =
        String.format(
            "%04d-%02d-%02dT%02d:%02d:%02d%s%s",
            random.nextInt(10_000),
            1 + random.nextInt(12),
            1 + random.nextInt(31),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(61),
            random.nextBoolean() ? "" : "." + random.nextInt(1000),
            random.nextBoolean() ? "Z" : "+01:30");

    a_time_is_one_everywhere_or_nowhere(
        random.nextBoolean() ? sound : broken("0129T:-+.Zz", sound, random));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'some': 1}",
        "{'some': null}",
        "{'some': 1, 'any': null}",
        "{'some': 1, 'any': [null]}",
        "{'some': 1, 'text': null}",
        "{'some': 1, 'whole': null}",
        "{'some': 1, 'real': null}",
        "{'some': 1, 'flag': null}",
        "{'some': 1, 'speed': null}",
        "{'some': 1, 'duration': null}",
        "{'some': 1, 'time': null}",
        "{'some': 1, 'list': null}",
        "{'some': 1, 'list': [null]}",
        "{'some': 1, 'things': [1]}",
        "{'some': 1, 'things': [null]}",
        "{'some': 1, 'map': null}",
        "{'some': 1, 'map': {'a': null}}",
        "{'some': 1, 'part': null}",
        "{'some': 1, 'part': {'name': null}}",
        "{'some': 1, 'part': {}}",
        "null"
      })
  void null_is_a_value_where_the_schema_says_so_and_nowhere_else(String text) throws Exception {
    JsonNode input = Json.parse(text.replace('\'', '"'));

    assertThat(isAccepted(NULLABLE, input.toString()))
        .isEqualTo(schema(Json.parse(NULLABLE.schema())).validate(input).isEmpty());
  }

  @Test
  void openapi_has_the_very_patterns() {
    assertThat(at("components", "schemas", "Duration").get("pattern"))
        .isEqualTo(IsoDuration.PATTERN);
    assertThat(at("components", "schemas", "JobRequest", "properties", "startAt").get("pattern"))
        .isEqualTo(Rfc3339.PATTERN);
  }

  @Test
  void only_texts_have_a_notation_and_only_schemas_have_formats() throws Exception {
    SchemaInput input =
        new SchemaInput(
            """
            {"properties": {
              "format": {"const": {"format": "duration"}},
              "length": {"format": "duration", "pattern": "H$", "description": "PT1H"},
              "list": {"prefixItems": [{"format": "date-time"}], "items": {"format": "duration"}},
              "either": {"anyOf": [{"$ref": "#/$defs/length"}, {"type": "null"}]}
             },
             "$defs": {"length": {"format": "duration"}},
             "default": {"format": "duration"}}
            """,
            values -> List.of());
    Schema shown = schema(shown(input));

    for (String text :
        List.of(
            "{'format': {'format': 'duration'}}",
            "{'format': {'pattern': 'P'}}",
            "{'length': 5}",
            "{'length': 'PT1H'}",
            "{'length': 'PT1M'}",
            "{'length': 'pt1H'}",
            "{'list': ['2026-12-01T02:00:00Z', 'P1W2D']}",
            "{'list': ['2026-12-01T02:00:00Z', 'P1M']}",
            "{'list': ['P1W']}",
            "{'either': null}",
            "{'either': 'PT0,5S'}",
            "{'either': 'P1Y'}")) {
      JsonNode json = Json.parse(text.replace('\'', '"'));
      assertThat(isAccepted(input, json.toString()))
          .as(text)
          .isEqualTo(shown.validate(json).isEmpty());
    }
    assertThat(isAccepted(input, "{\"length\": \"pt1H\"}")).isFalse();
    assertThat(isAccepted(input, "{\"length\": \"PT1M\"}")).isFalse();
    assertThat(isAccepted(input, "{\"either\": \"PT0,5S\"}")).isTrue();
    assertThat(Json.parse(input.schema()).path("default").path("format").stringValue())
        .isEqualTo("duration");
  }

  @Test
  void the_refusal_of_a_format_says_what_is_taken() {
    assertThat(refusal("{\"duration\": \"P1M\"}"))
        .isEqualTo(refusal(INPUT, "{\"duration\": \"P1M\"}"))
        .contains("PT1H30M");
    assertThat(refusal("{\"time\": \"noon\"}"))
        .isEqualTo(refusal(INPUT, "{\"time\": \"noon\"}"))
        .contains("2026-12-01T02:00:00Z");
  }

  private static String refusal(String json) {
    return refusal(FORMATS, json);
  }

  private static String refusal(Input<?> input, String json) {
    return catchThrowableOfType(InvalidInput.class, () -> input.read(json))
        .violations()
        .get(0)
        .detail();
  }

  private static void assertFormat(String member, String text, boolean read) {
    ObjectNode json = Json.object().put(member, text);

    assertThat(isAccepted(FORMATS, json.toString())).isEqualTo(read);
    assertThat(SHOWN.validate(json).isEmpty()).isEqualTo(read);
    assertThat(isAccepted(OLDER_FORMATS, json.toString())).isEqualTo(read);
    assertThat(OLDER_SHOWN.validate(json).isEmpty()).isEqualTo(read);
  }

  private static SchemaInput formats(String dialect) {
    return new SchemaInput(
        """
        {"$schema": "%s",
         "properties": {
          "duration": {"type": "string", "format": "duration"},
          "time": {"type": "string", "format": "date-time"}}}
        """
            .formatted(dialect),
        values -> List.of());
  }

  private static JsonNode shown(SchemaInput input) {
    try {
      return Json.parse(input.schema());
    } catch (InvalidInput e) {
      throw new IllegalStateException(e);
    }
  }

  /** Some characters of the text are left out, others are put in. */
  private static String broken(String characters, String text, Random random) {
    StringBuilder broken = new StringBuilder(text);
    for (int i = random.nextInt(5); i > 0 && broken.length() > 0; i--) {
      int at = random.nextInt(broken.length());
      if (random.nextInt(3) > 0) {
        broken.deleteCharAt(at);
      } else {
        broken.insert(at, characters.charAt(random.nextInt(characters.length())));
      }
    }
    return broken.toString();
  }

  private static boolean isRead(String text, Consumer<String> reader) {
    try {
      reader.accept(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isInput(String member, String text) {
    return isAccepted(INPUT, Json.object().put(member, text).toString());
  }

  private static boolean isAccepted(Input<?> input, String json) {
    try {
      input.read(json);
      return true;
    } catch (InvalidInput e) {
      return false;
    }
  }

  private static boolean isQuery(String name, String text) {
    MultivaluedHashMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.add(name, text);
    try {
      ListParameters.read(parameters, Scope.everyone());
      return true;
    } catch (Problem e) {
      return false;
    }
  }

  private static boolean isValid(Schema schema, String text) {
    return schema.validate(StringNode.valueOf(text)).isEmpty();
  }

  private static Schema schema(Object schema) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry ->
                registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
        .getSchema(node(schema));
  }

  private static JsonNode node(Object schema) {
    if (schema instanceof JsonNode node) {
      return node;
    }
    ObjectNode node = Json.object();
    ((Map<?, ?>) schema)
        .forEach((name, value) -> node.put(String.valueOf(name), String.valueOf(value)));
    return node;
  }

  private static JsonNode inputSchema(String member) {
    try {
      return Json.parse(INPUT.schema()).path("properties").path(member);
    } catch (InvalidInput e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<?, ?> at(String... path) {
    Map<?, ?> found = OPEN_API;
    for (String name : path) {
      found = (Map<?, ?>) found.get(name);
    }
    return found;
  }

  private static Map<?, ?> openApi() {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions()))
          .load(Files.readString(Path.of("openapi", "openapi.yaml")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
