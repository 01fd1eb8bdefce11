package org.meanwhile.operation.catalogue;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.annotation.ElementType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/** Jakarta Validation, in English wherever the server stands, with JSON pointers for its paths. */
final class Rules {
  private static final String NOT_NULL = "{jakarta.validation.constraints.NotNull.message}";

  private final Validator validator;

  Rules(ValidatorFactory factory) {
    validator =
        factory
            .usingContext()
            .messageInterpolator(english(factory.getMessageInterpolator()))
            .traversableResolver(everything())
            .getValidator();
  }

  /** Where there is no container: made once, for as long as the program runs. */
  static Rules plain() {
    return Plain.RULES;
  }

  /**
   * A record with everything on it; what is inside it was found good before, {@code @Valid} or not.
   */
  void check(Object bean, Pointer at, Violations refused) {
    add(bean.getClass(), validator.validate(bean), at, refused);
  }

  /** One member of a record that could not be made, so that its faults are told as well. */
  void checkMember(Class<?> type, String name, Object value, Pointer at, Violations refused) {
    add(type, validator.validateValue(type, name, value), at, refused);
  }

  private static <T> void add(
      Class<?> type, Set<ConstraintViolation<T>> violations, Pointer at, Violations refused) {
    violations.stream()
        .map(each -> new Violation(place(type, each.getPropertyPath(), at).text(), detail(each)))
        .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::detail))
        .forEach(each -> refused.add(new Pointer(each.pointer()), each.detail()));
  }

  /** A member that is null and one that was left out are the same, and nulls are seldom sent. */
  private static String detail(ConstraintViolation<?> violation) {
    Path.Node last = null;
    for (Path.Node node : violation.getPropertyPath()) {
      last = node;
    }
    boolean missing =
        violation.getMessageTemplate().equals(NOT_NULL)
            && last != null
            && last.getKind() == ElementKind.PROPERTY;
    return missing ? "is required" : violation.getMessage();
  }

  private static Pointer place(Class<?> type, Path path, Pointer at) {
    Pointer place = at;
    for (Path.Node node : path) {
      if (node.getIndex() != null) {
        place = place.item(node.getIndex());
      } else if (node.getKey() != null) {
        place = place.member(node.getKey().toString());
      }
      // A rule over several members is a method, which is no member: it is the record's fault.
      if (node.getKind() == ElementKind.PROPERTY && isMember(type, node.getName())) {
        place = place.member(node.getName());
      }
    }
    return place;
  }

  private static boolean isMember(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents()).anyMatch(each -> each.getName().equals(name));
  }

  /** A record has all its values: to ask for each whether JPA has loaded it takes its time. */
  private static TraversableResolver everything() {
    return new TraversableResolver() {
      @Override
      public boolean isReachable(
          Object of, Path.Node member, Class<?> root, Path path, ElementType type) {
        return true;
      }

      @Override
      public boolean isCascadable(
          Object of, Path.Node member, Class<?> root, Path path, ElementType type) {
        return true;
      }
    };
  }

  private static MessageInterpolator english(MessageInterpolator any) {
    return new MessageInterpolator() {
      @Override
      public String interpolate(String template, Context context) {
        return any.interpolate(template, context, Locale.ENGLISH);
      }

      @Override
      public String interpolate(String template, Context context, Locale locale) {
        return any.interpolate(template, context, Locale.ENGLISH);
      }
    };
  }

  private static final class Plain {
    static final Rules RULES = new Rules(Validation.buildDefaultValidatorFactory());
  }
}
