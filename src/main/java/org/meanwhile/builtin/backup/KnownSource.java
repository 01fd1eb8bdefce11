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
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requires the name of a tree that {@code meanwhile.backup.sources.*} offers; null is valid. */
@Documented
@Constraint(validatedBy = KnownSource.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@interface KnownSource {
  String message() default "is not a source that the configuration allows";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Reads the configuration at each check. */
  class Validator implements ConstraintValidator<KnownSource, String> {
    private final Supplier<Set<String>> names;

    /** For the Jakarta Validation provider. */
    public Validator() {
      this(new BackupSources.Names());
    }

    Validator(Supplier<Set<String>> names) {
      this.names = names;
    }

    @Override
    public boolean isValid(@Nullable String source, ConstraintValidatorContext context) {
      return source == null || names.get().contains(source);
    }
  }
}
