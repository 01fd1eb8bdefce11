package org.meanwhile.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names an {@link Operation} and tells the catalogue about it. Makes its class an
 * application-scoped CDI bean.
 */
@Stereotype
@ApplicationScoped
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OperationDefinition {

  /**
   * What callers ask for: 1 to 64 lower-case letters, digits and hyphens, unique among all
   * operations of a node.
   */
  String name();

  /** A few words for people. */
  String title();

  /** What it does, in a sentence or two. */
  String description() default "";

  /**
   * Media types of the file that it takes, such as {@code text/plain} or {@code image/*}; none when
   * it takes no file.
   */
  String[] takes() default {};

  /** Whether a job without the file is refused. Without meaning when it takes none. */
  boolean fileRequired() default true;

  /** Media types that its output may have. */
  String[] yields() default {"application/octet-stream"};

  /** How often it is attempted before a {@link TransientFailure} is final; 1 or more. */
  int maxAttempts() default 1;

  /** Whether it may run again after a crash cut a run short. When not, such a job fails instead. */
  boolean rerunnable() default true;
}
