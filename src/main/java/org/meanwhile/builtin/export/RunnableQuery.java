package org.meanwhile.builtin.export;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Requires a query that {@code meanwhile.export.*} offers, with exactly its parameters, and no
 * option that has no meaning in the format; an input without a query is valid.
 *
 * <p>{@link Export.Input} has this constraint, and its validator reads that input: the two know
 * each other.
 */
@Documented
@Constraint(validatedBy = RunnableQuery.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface RunnableQuery {
  String message() default "is not a query that the configuration allows";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Reads the configuration at each check. */
  class Validator implements ConstraintValidator<RunnableQuery, Export.Input> {
    private final Supplier<Map<String, ExportQuery>> queries;

    /** For the Jakarta Validation provider. */
    public Validator() {
      this(() -> ExportQuery.in(ConfigProvider.getConfig()));
    }

    Validator(Supplier<Map<String, ExportQuery>> queries) {
      this.queries = queries;
    }

    @Override
    public boolean isValid(Export.Input input, ConstraintValidatorContext context) {
      if (input == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      Map<String, String> misplaced = input.misplacedOptions();
      misplaced.forEach((option, problem) -> addProblem(context, option, problem));
      return hasQuery(input, context) && misplaced.isEmpty();
    }

    private boolean hasQuery(Export.Input input, ConstraintValidatorContext context) {
      if (input.query() == null) {
        // @NotNull says so.
        return true;
      }
      ExportQuery query = queries.get().get(input.query());
      if (query == null) {
        addProblem(context, "query", context.getDefaultConstraintMessageTemplate());
        return false;
      }
      // Names that a caller sent go to the path only: a message is searched for expressions.
      Map<String, String> problems = query.problems(input.parameters());
      problems.forEach(
          (name, problem) ->
              context
                  .buildConstraintViolationWithTemplate(problem)
                  .addPropertyNode("parameters")
                  .addContainerElementNode("<map value>", Map.class, 1)
                  .inIterable()
                  .atKey(name)
                  .addConstraintViolation());
      return problems.isEmpty();
    }

    private static void addProblem(
        ConstraintValidatorContext context, String member, String problem) {
      context
          .buildConstraintViolationWithTemplate(problem)
          .addPropertyNode(member)
          .addConstraintViolation();
    }
  }
}
