package org.meanwhile.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names and describes an {@link Operation} for the catalogue, and makes its class an
 * application-scoped CDI bean. A definition that breaks one of the rules below stops the start of
 * the node with a line that names the class.
 */
@Stereotype
@ApplicationScoped
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OperationDefinition {

  /**
   * The name that callers request: 1 to 64 lower-case letters of ASCII, digits and hyphens, unique
   * among all operations of a node.
   */
  String name();

  /** A few words for people; not blank. */
  String title();

  /** A sentence or two for people on what the operation does; may be empty. */
  String description() default "";

  /**
   * The media types of the file that comes with a job, such as {@code text/plain} or {@code
   * image/*}. A file of another type is answered 415. Empty when the operation takes no file.
   */
  String[] takes() default {};

  /** Whether a job without a file is answered 400. Ignored when the operation takes no file. */
  boolean fileRequired() default true;

  /** The media types that the output may have, at least one; described only, not enforced. */
  String[] yields() default {"application/octet-stream"};

  /**
   * Whether clients may read the output while the job runs, as far as it is written. What was
   * written never changes then: the output only grows. {@link java.io.OutputStream#flush()} makes
   * what was written visible, at most ten times a second; without it what fills 512 KiB is.
   */
  boolean appendOnly() default false;

  /**
   * How many attempts a job has before a {@link TransientFailure} fails it; 1 or more. Runs that a
   * crash or a stop of the node cut short are not counted.
   */
  int maxAttempts() default 1;

  /**
   * Whether a job may run again after a crash or a stop of its node has cut a run short. When
   * false, such a job fails instead.
   */
  boolean rerunnable() default true;

  /**
   * Whether a running job may be suspended: the run is stopped after its next {@linkplain
   * Task#checkpoint checkpoint} and goes on from there later, on any node, without an attempt being
   * counted. For operations that store checkpoints, at least one a few seconds. When false, only a
   * job that waits can be suspended.
   */
  boolean suspendable() default false;

  /**
   * Whether the output of a job is as good for another job of the same caller with the same input
   * and file, for as long as that caller says: such a job may ask to {@code reuse} it instead of a
   * run of its own. False for what does something beside making its output, such as sending a
   * message.
   */
  boolean repeatable() default false;
}
