package org.meanwhile.builtin.backup;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** Requires a text that {@link Glob#of} accepts; null is valid. */
@Documented
@Constraint(validatedBy = ValidGlob.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@interface ValidGlob {
  String message() default "is not a glob";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Reports the message of {@link Glob#of}. */
  class Validator implements ConstraintValidator<ValidGlob, String> {
    @Override
    public boolean isValid(@Nullable String glob, ConstraintValidatorContext context) {
      if (glob == null) {
        return true;
      }
      try {
        Glob.of(glob);
        return true;
      } catch (IllegalArgumentException e) {
        context.disableDefaultConstraintViolation();
        context.buildConstraintViolationWithTemplate(e.getMessage()).addConstraintViolation();
        return false;
      }
    }
  }
}
