package org.meanwhile.api.request;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;

/**
 * The query parameters of a log.
 *
 * @param after the page begins behind the line of this number; 0 for the first line
 * @param limit the most lines of the page, from 1 to {@value #MAX_LIMIT}
 */
public record LogParameters(long after, int limit) {
  public static final int MAX_LIMIT = 1000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads the parameters.
   *
   * @throws Problem 400 when any parameter is unknown or not valid
   */
  public static LogParameters read(MultivaluedMap<String, String> parameters) {
    List<Violation> violations = new ArrayList<>();
    long after = 0;
    long limit = MAX_LIMIT;
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      switch (parameter.getKey()) {
        case "after" -> after = number(parameter, 0, Long.MAX_VALUE, violations);
        case "limit" -> limit = number(parameter, 1, MAX_LIMIT, violations);
        default -> refuse(parameter.getKey(), "is not known", violations);
      }
    }
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
    return new LogParameters(after, (int) limit);
  }

  private static long number(
      Map.Entry<String, List<String>> parameter, long min, long max, List<Violation> violations) {
    String text = parameter.getValue().get(0);
    if (parameter.getValue().size() > 1) {
      refuse(parameter.getKey(), "may be there once only", violations);
    } else if (NUMBER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    String range =
        max == Long.MAX_VALUE
            ? "a whole number from " + min
            : "a whole number from " + min + " to " + max;
    refuse(parameter.getKey(), "must be " + range, violations);
    return min;
  }

  private static void refuse(String parameter, String detail, List<Violation> violations) {
    violations.add(new Violation(Pointer.ROOT.member(parameter).text(), detail));
  }
}
