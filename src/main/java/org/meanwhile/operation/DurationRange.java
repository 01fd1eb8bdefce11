package org.meanwhile.operation;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;

/** Bounds a {@link Duration} of an input, which Jakarta Validation has no rule for. */
@Documented
@Constraint(validatedBy = DurationRange.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE_USE})
public @interface DurationRange {

  /** The shortest that is accepted, in ISO 8601. */
  String min() default "PT0S";

  /** The longest that is accepted, in ISO 8601. */
  String max();

  String message() default "must be from {min} to {max}";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Accepts null, as rules do that are not about being there. */
  class Check implements ConstraintValidator<DurationRange, Duration> {
    private Duration min;
    private Duration max;

    @Override
    public void initialize(DurationRange range) {
      min = Duration.parse(range.min());
      max = Duration.parse(range.max());
    }

    @Override
    public boolean isValid(Duration value, ConstraintValidatorContext context) {
      return value == null || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }
  }
}
