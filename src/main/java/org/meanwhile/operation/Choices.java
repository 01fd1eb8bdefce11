package org.meanwhile.operation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The texts that a {@code String} member of an input may have, where only the node's configuration
 * knows them. The catalogue shows them as the {@code enum} of the member's JSON Schema, and forms
 * offer them. Texts that are known when the code is written are a Java enum instead.
 *
 * <p>This annotation describes the member and refuses nothing: put a constraint of Jakarta
 * Validation beside it that refuses other texts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Choices {

  /**
   * A class that returns the texts, with a public constructor without parameters. It is called
   * once, when the node starts. Without any text the schema has no {@code enum}.
   */
  Class<? extends Supplier<Set<String>>> value();
}
