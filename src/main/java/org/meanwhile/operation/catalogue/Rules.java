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
import org.jspecify.annotations.Nullable;

/**
 * Applies Jakarta Validation to inputs, with messages in English whatever the server's locale and
 * with JSON pointers for paths. Safe for use by many threads.
 */
final class Rules {
  private static final String NOT_NULL = "{jakarta.validation.constraints.NotNull.message}";

  private final Validator validator;

  Rules(ValidatorFactory factory) {
    validator =
        factory
            .usingContext()
            .messageInterpolator(english(factory.getMessageInterpolator()))
            .traversableResolver(allReachable())
            .getValidator();
  }

  /** Rules without a container; created once, because that is slow. */
  static Rules withoutContainer() {
    return WithoutContainer.RULES;
  }

  /**
   * Validates a record. Records inside it were validated when they were read, without
   * {@code @Valid}.
   */
  void check(Object bean, Pointer at, Violations violations) {
    add(bean.getClass(), validator.validate(bean), at, violations);
  }

  /**
   * Validates one member of a record that could not be created, so that callers see its faults too.
   *
   * @param value null when the member has none
   */
  void checkMember(
      Class<?> type, String name, @Nullable Object value, Pointer at, Violations violations) {
    add(type, validator.validateValue(type, name, value), at, violations);
  }

  private static <T> void add(
      Class<?> type, Set<ConstraintViolation<T>> found, Pointer at, Violations violations) {
    found.stream()
        .map(each -> new Violation(place(type, each.getPropertyPath(), at).text(), detail(each)))
        .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::detail))
        .forEach(each -> violations.add(new Pointer(each.pointer()), each.detail()));
  }

  /** The message; for null it is that of an absent member, because clients rarely send null. */
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
      // A rule over several members is a method. Its place is the record, which has no such member.
      if (node.getKind() == ElementKind.PROPERTY && isMember(type, node.getName())) {
        place = place.member(node.getName());
      }
    }
    return place;
  }

  private static boolean isMember(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents()).anyMatch(each -> each.getName().equals(name));
  }

  /** Without JPA's check of each property whether it is loaded, which takes time for nothing. */
  private static TraversableResolver allReachable() {
    return new TraversableResolver() {
      @Override
      public boolean isReachable(
          @Nullable Object of, Path.Node member, Class<?> root, Path path, ElementType type) {
        return true;
      }

      @Override
      public boolean isCascadable(
          @Nullable Object of, Path.Node member, Class<?> root, Path path, ElementType type) {
        return true;
      }
    };
  }

  private static MessageInterpolator english(MessageInterpolator other) {
    return new MessageInterpolator() {
      @Override
      public String interpolate(String template, Context context) {
        return other.interpolate(template, context, Locale.ENGLISH);
      }

      @Override
      public String interpolate(String template, Context context, Locale locale) {
        return other.interpolate(template, context, Locale.ENGLISH);
      }
    };
  }

  private static final class WithoutContainer {
    static final Rules RULES = new Rules(Validation.buildDefaultValidatorFactory());
  }
}
