package org.meanwhile.api.request;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;

/**
 * Which page of a caller's schedules a request is for.
 *
 * @param after the page begins behind this name; empty for the first
 * @param limit how many schedules it has at most
 */
public record SchedulePage(String after, int limit) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final Set<String> KNOWN = Set.of("limit", "cursor");
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  /** Whether a text may name a schedule. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Reads the query parameters.
   *
   * @throws Problem 400 when any of them is unknown or not valid
   */
  public static SchedulePage read(MultivaluedMap<String, String> parameters) {
    List<Violation> violations = new ArrayList<>();
    parameters.forEach(
        (name, values) -> {
          if (!KNOWN.contains(name)) {
            violations.add(new Violation(Pointer.ROOT.member(name).text(), "is not known"));
          } else if (values.size() > 1) {
            violations.add(new Violation("/" + name, "may be there once only"));
          }
        });
    String after = parameters.containsKey("cursor") ? parameters.getFirst("cursor") : "";
    if (!after.isEmpty() && !isName(after)) {
      violations.add(new Violation("/cursor", "is not one of this list"));
    }
    String text =
        parameters.containsKey("limit")
            ? parameters.getFirst("limit")
            : Integer.toString(DEFAULT_LIMIT);
    int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      violations.add(new Violation("/limit", "must be a number from 1 to " + MAX_LIMIT));
    }
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
    return new SchedulePage(after, limit);
  }
}
