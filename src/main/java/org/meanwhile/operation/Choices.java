package org.meanwhile.operation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The texts that a member of an input may be, where only the node's configuration knows them: the
 * catalogue shows them as the {@code enum} of its JSON Schema, and forms offer them. What is known
 * when the code is written is a Java enum instead.
 *
 * <p>It describes; a constraint beside it refuses what is none of them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Choices {

  /**
   * A class with a public constructor without parameters. It is asked once, when the node starts;
   * the schema has no {@code enum} when there are none.
   */
  Class<? extends Supplier<Set<String>>> value();
}
