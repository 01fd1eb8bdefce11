package org.meanwhile.builtin.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.read.FilterReader;
import org.meanwhile.job.read.JobFilter;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;

/**
 * The input, which its schema accepted.
 *
 * @param filter its members, each with one value or several
 * @param expect how many jobs the filter must find; empty for any number
 */
record BulkInput(BulkAction action, Map<String, List<String>> filter, OptionalLong expect) {
  private static final Pointer FILTER = Pointer.ROOT.member("filter");

  static BulkInput of(Map<String, @Nullable Object> input) {
    Map<String, List<String>> filter = new HashMap<>();
    if (input.get("filter") instanceof Map<?, ?> members) {
      members.forEach((name, value) -> filter.put(String.valueOf(name), texts(value)));
    }
    return new BulkInput(
        BulkAction.of(String.valueOf(input.get("action"))),
        filter,
        input.get("expect") instanceof Number number
            ? OptionalLong.of(number.longValue())
            : OptionalLong.empty());
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> several
        ? several.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  /** What is wrong with the filter, as pointers into the input. */
  static List<Violation> violations(Map<String, @Nullable Object> input) {
    List<Violation> violations = new ArrayList<>();
    of(input)
        .read(
            Scope.everyone(),
            (member, detail) ->
                violations.add(new Violation(FILTER.member(member).text(), detail)));
    return violations;
  }

  boolean namesCaller() {
    return filter.containsKey("caller");
  }

  /**
   * The jobs that the filter finds.
   *
   * @param scope the jobs that the caller may see
   */
  JobFilter within(Scope scope) {
    return read(
        scope,
        (member, detail) -> {
          throw new IllegalStateException("the filter's " + member + " " + detail);
        });
  }

  private JobFilter read(Scope scope, BiConsumer<String, String> refusals) {
    return new FilterReader(filter, true, refusals).read(scope);
  }
}
