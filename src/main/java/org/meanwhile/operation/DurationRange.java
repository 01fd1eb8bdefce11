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
import org.jspecify.annotations.Nullable;
import org.meanwhile.notation.IsoDuration;

/**
 * Requires a {@link Duration} of an input to be within bounds, both included. Jakarta Validation
 * has no constraint of its own for that. Null is valid: add {@code @NotNull} where it is not.
 */
@Documented
@Constraint(validatedBy = DurationRange.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE_USE})
public @interface DurationRange {

  /** The shortest duration that is accepted, in ISO 8601. */
  String min() default "PT0S";

  /** The longest duration that is accepted, in ISO 8601. */
  String max();

  /** The message for callers about a duration outside the bounds. */
  String message() default "must be from {min} to {max}";

  /** As for every constraint of Jakarta Validation; not used here. */
  Class<?>[] groups() default {};

  /** As for every constraint of Jakarta Validation; not used here. */
  Class<? extends Payload>[] payload() default {};

  /** The constraint's validator, which Jakarta Validation creates. */
  class Check implements ConstraintValidator<DurationRange, Duration> {
    // Jakarta Validation calls initialize, which sets both, before isValid.

    @SuppressWarnings("NullAway.Init")
    private Duration min;

    @SuppressWarnings("NullAway.Init")
    private Duration max;

    @Override
    public void initialize(DurationRange range) {
      min = IsoDuration.parse(range.min());
      max = IsoDuration.parse(range.max());
    }

    @Override
    public boolean isValid(@Nullable Duration value, ConstraintValidatorContext context) {
      return value == null || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }
  }
}
