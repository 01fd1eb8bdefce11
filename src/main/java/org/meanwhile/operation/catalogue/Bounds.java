package org.meanwhile.operation.catalogue;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import tools.jackson.databind.node.ObjectNode;

/**
 * Translates constraints of Jakarta Validation into keywords of JSON Schema. Constraints that a
 * schema cannot express (those of an author, patterns with flags) are left out of the schema; they
 * are checked all the same.
 */
final class Bounds {

  private Bounds() {}

  /** Adds the keywords for the constraints of an element to its schema. */
  static void describe(AnnotatedElement bounded, ObjectNode schema) {
    numbers(bounded, schema);
    decimals(bounded, schema);
    sizes(bounded, schema);
    patterns(bounded, schema);
    notNull(bounded, schema);
  }

  /** Whether a constraint refuses null, and so an absent value. */
  static boolean required(AnnotatedElement bounded) {
    return bounded.isAnnotationPresent(NotNull.class)
        || bounded.isAnnotationPresent(NotBlank.class)
        || bounded.isAnnotationPresent(NotEmpty.class);
  }

  private static void numbers(AnnotatedElement bounded, ObjectNode schema) {
    for (Min min : bounded.getAnnotationsByType(Min.class)) {
      schema.put("minimum", min.value());
    }
    for (Max max : bounded.getAnnotationsByType(Max.class)) {
      schema.put("maximum", max.value());
    }
    if (bounded.isAnnotationPresent(Positive.class)) {
      schema.put("exclusiveMinimum", 0).remove("minimum");
    }
    if (bounded.isAnnotationPresent(PositiveOrZero.class)) {
      schema.put("minimum", 0);
    }
    if (bounded.isAnnotationPresent(Negative.class)) {
      schema.put("exclusiveMaximum", 0).remove("maximum");
    }
    if (bounded.isAnnotationPresent(NegativeOrZero.class)) {
      schema.put("maximum", 0);
    }
  }

  private static void decimals(AnnotatedElement bounded, ObjectNode schema) {
    for (DecimalMin min : bounded.getAnnotationsByType(DecimalMin.class)) {
      schema.put(min.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(min.value()));
    }
    for (DecimalMax max : bounded.getAnnotationsByType(DecimalMax.class)) {
      schema.put(max.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(max.value()));
    }
  }

  private static void sizes(AnnotatedElement bounded, ObjectNode schema) {
    String keyword =
        switch (schema.path("type").asString("")) {
          case "array" -> "Items";
          case "object" -> "Properties";
          default -> "Length";
        };
    if (bounded.isAnnotationPresent(NotEmpty.class)
        || bounded.isAnnotationPresent(NotBlank.class)) {
      schema.put("min" + keyword, 1);
    }
    for (Size size : bounded.getAnnotationsByType(Size.class)) {
      if (size.min() > 0) {
        schema.put("min" + keyword, size.min());
      }
      if (size.max() < Integer.MAX_VALUE) {
        schema.put("max" + keyword, size.max());
      }
    }
  }

  private static void patterns(AnnotatedElement bounded, ObjectNode schema) {
    if (bounded.isAnnotationPresent(NotBlank.class)) {
      addPattern(schema, "\\S");
    }
    for (Pattern pattern : bounded.getAnnotationsByType(Pattern.class)) {
      if (pattern.flags().length == 0) {
        // Jakarta Validation matches the whole string, JSON Schema any part of it.
        addPattern(schema, "^(?:" + pattern.regexp() + ")$");
      }
    }
  }

  /** Every {@code type} that an input has refuses null already; a schema of any value has none. */
  private static void notNull(AnnotatedElement bounded, ObjectNode schema) {
    if (required(bounded) && !schema.has("type")) {
      schema.putObject("not").put("type", "null");
    }
  }

  private static void addPattern(ObjectNode schema, String pattern) {
    if (schema.has("pattern")) {
      schema.withArray("/allOf").addObject().put("pattern", pattern);
    } else {
      schema.put("pattern", pattern);
    }
  }
}
