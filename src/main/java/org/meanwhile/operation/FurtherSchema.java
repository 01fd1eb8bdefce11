package org.meanwhile.operation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Adds to the JSON Schema of an input record what its members alone cannot say, such as {@code
 * allOf} with {@code if} and {@code then}: which members go together, or what the node's
 * configuration knows of them. The catalogue shows it, and forms obey it.
 *
 * <p>This annotation describes the record and refuses nothing: put a constraint of Jakarta
 * Validation beside it that refuses other inputs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FurtherSchema {

  /**
   * A class that returns the keywords with their values, with a public constructor without
   * parameters. Values are texts, numbers, booleans, lists and maps. It is called once, when the
   * node starts. A keyword that the record's schema has already stops the start.
   */
  Class<? extends Supplier<Map<String, Object>>> value();
}
