package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.notation.Rfc3339;
import org.meanwhile.operation.Choices;
import org.meanwhile.operation.FurtherSchema;

class RecordSchemaTest {

  enum Speed {
    SLOW,
    VERY_FAST
  }

  record Inner(@NotNull Speed speed) {}

  record Rich(
      @NotBlank @Size(max = 20) @Schema(description = "What to call it", example = "orders")
          String name,
      @Pattern(regexp = "[a-z]+") String word,
      @Min(1) @Max(9) @Schema(defaultValue = "3") int few,
      @Positive long some,
      @PositiveOrZero Integer more,
      @DecimalMin(value = "0", inclusive = false) @DecimalMax("1.5") BigDecimal share,
      boolean flag,
      @Schema(defaultValue = "slow") Speed speed,
      @NotNull Duration pause,
      Instant moment,
      @NotEmpty @Size(max = 4) List<@Size(min = 2) String> list,
      @Size(max = 5) Map<String, Double> map,
      Object any,
      Inner inner) {}

  /** Stands for the configuration of a node. */
  public static final class Seasons implements Supplier<Set<String>> {
    @Override
    public Set<String> get() {
      return new LinkedHashSet<>(List.of("winter", "autumn"));
    }
  }

  /** Stands for a configuration without seasons. */
  public static final class NoSeasons implements Supplier<Set<String>> {
    @Override
    public Set<String> get() {
      return Set.of();
    }
  }

  record Offered(@Choices(Seasons.class) String season, @Choices(NoSeasons.class) String holiday) {}

  /** Public with its constructor, as the annotation wants it. */
  public static final class Together implements Supplier<Map<String, Object>> {
    @Override
    public Map<String, Object> get() {
      return Map.of("dependentRequired", Map.of("from", List.of("until")));
    }
  }

  /** Says again what the record's members say. */
  public static final class Again implements Supplier<Map<String, Object>> {
    @Override
    public Map<String, Object> get() {
      return Map.of("properties", Map.of());
    }
  }

  @FurtherSchema(Together.class)
  record Period(Instant from, Instant until) {}

  @FurtherSchema(Again.class)
  record Twice(Instant from) {}

  record Nothing() {}

  record Looping(List<Looping> again) {}

  record WithSet(Set<String> set) {}

  record BadDefault(@Schema(defaultValue = "many") int count) {}

  record RefusedDefault(@Schema(defaultValue = "0") @Min(1) int count) {}

  record MisplacedRule(@Min(1) Duration pause) {}

  @Test
  void constraints_and_descriptions_become_keywords() throws Exception {
    String schema = new RecordInput<>(Rich.class, Rules.withoutContainer()).schema();
    assertThat(Json.parse(schema))
        .isEqualTo(
            Json.parse(
                """
                {"$schema": "https://json-schema.org/draft/2020-12/schema",
                 "type": "object",
                 "properties": {
                  "name": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "\\\\S",
                    "description": "What to call it", "examples": ["orders"]},
                  "word": {"type": "string", "pattern": "^(?:[a-z]+)$"},
                  "few": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 9,
                    "default": 3},
                  "some": {"type": "integer", "format": "int64", "exclusiveMinimum": 0,
                    "maximum": 9223372036854775807},
                  "more": {"type": "integer", "format": "int32", "minimum": 0,
                    "maximum": 2147483647},
                  "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1.5},
                  "flag": {"type": "boolean", "default": false},
                  "speed": {"type": "string", "enum": ["slow", "very-fast"], "default": "slow"},
                  "pause": {"type": "string", "pattern": "<duration>"},
                  "moment": {"type": "string", "pattern": "<time>"},
                  "list": {"type": "array", "items": {"type": "string", "minLength": 2},
                    "minItems": 1, "maxItems": 4},
                  "map": {"type": "object", "maxProperties": 5,
                    "additionalProperties": {"type": "number", "format": "double"}},
                  "any": {},
                  "inner": {"type": "object", "properties":
                    {"speed": {"type": "string", "enum": ["slow", "very-fast"]}},
                    "required": ["speed"], "additionalProperties": false}
                 },
                 "required": ["name", "some", "pause", "list"],
                 "additionalProperties": false}
                """
                    .replace("<duration>", IsoDuration.PATTERN)
                    .replace("<time>", Rfc3339.PATTERN)));
  }

  @Test
  void choices_become_an_enum_unless_there_are_none() throws Exception {
    String schema = new RecordInput<>(Offered.class, Rules.withoutContainer()).schema();
    assertThat(Json.parse(schema).at("/properties"))
        .isEqualTo(
            Json.parse(
                """
                {"season": {"type": "string", "enum": ["autumn", "winter"]},
                 "holiday": {"type": "string"}}
                """));
  }

  @Test
  void what_members_alone_cannot_say_is_added() throws Exception {
    String schema = new RecordInput<>(Period.class, Rules.withoutContainer()).schema();
    assertThat(Json.parse(schema).at("/dependentRequired/from/0").stringValue()).isEqualTo("until");
    assertThatThrownBy(() -> new RecordInput<>(Twice.class, Rules.withoutContainer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has properties again");
  }

  @Test
  void the_result_is_a_valid_JSON_Schema() throws Exception {
    String schema = new RecordInput<>(Rich.class, Rules.withoutContainer()).schema();
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                    com.networknt.schema.SchemaLocation.of(
                        "https://json-schema.org/draft/2020-12/schema"))
                .validate(Json.parse(schema)))
        .isEmpty();
  }

  @Test
  void a_record_without_members_takes_an_empty_object() throws Exception {
    RecordInput<Nothing> input = new RecordInput<>(Nothing.class, Rules.withoutContainer());
    assertThat(input.read(null)).isEqualTo(new Nothing());
    assertThat(input.schema()).contains("\"properties\":{}", "\"additionalProperties\":false");
  }

  @Test
  void a_record_that_cannot_be_an_input_is_refused_at_the_start() {
    assertRefused(Looping.class, "again", "contains itself");
    assertRefused(WithSet.class, "set", "java.util.Set<java.lang.String>");
    assertRefused(BadDefault.class, "count", "not well-formed");
    assertRefused(RefusedDefault.class, "count", "default");
    assertRefused(MisplacedRule.class, "pause", "Duration");
  }

  private static void assertRefused(Class<?> type, String member, String why) {
    assertThatThrownBy(() -> new RecordInput<>(type, Rules.withoutContainer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(member, why);
  }
}
