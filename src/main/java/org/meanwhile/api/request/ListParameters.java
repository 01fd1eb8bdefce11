package org.meanwhile.api.request;

import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.read.FilterReader;
import org.meanwhile.job.read.JobFilter;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.job.read.JobQuery.Order;
import org.meanwhile.job.read.OperatorsOnly;
import org.meanwhile.notation.Rfc3339;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;

/** Reads the query parameters of a list and tells everything that is wrong with them at once. */
public final class ListParameters {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Set<String> PAGE = Set.of("limit", "cursor", "sort", "counts");
  private static final String BY_END = "finishedAt";

  /** What the cursor of a list by end begins with: its times are others than those of creation. */
  private static final String END_CURSOR = "end";

  private final MultivaluedMap<String, String> parameters;
  private final List<Violation> violations = new ArrayList<>();

  private ListParameters(MultivaluedMap<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the parameters of a page.
   *
   * @param parameters decoded
   * @param scope whose jobs are listed
   * @throws Problem 400 when any parameter is unknown or not valid; 403 when the caller of the jobs
   *     is named, and the scope is that of one caller
   */
  public static JobQuery read(MultivaluedMap<String, String> parameters, Scope scope) {
    ListParameters reader = new ListParameters(parameters);
    JobQuery query = reader.query(scope);
    reader.requireValid();
    return query;
  }

  /**
   * A filter, and how many causes are wanted.
   *
   * @param limit the most causes
   */
  public record FailuresRequest(JobFilter filter, int limit) {}

  /**
   * Reads the parameters of the failures of a list, which has no pages.
   *
   * @throws Problem as {@link #read}
   */
  public static FailuresRequest readFailures(
      MultivaluedMap<String, String> parameters, Scope scope) {
    ListParameters reader = new ListParameters(parameters);
    JobFilter filter = reader.filter(scope, Set.of("limit"));
    int limit = reader.limit(MAX_LIMIT);
    reader.requireValid();
    return new FailuresRequest(filter, limit);
  }

  private void requireValid() {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
  }

  private JobQuery query(Scope scope) {
    JobFilter filter = filter(scope, PAGE);
    Order order = order(filter);
    return new JobQuery(filter, order, cursor(order), limit(DEFAULT_LIMIT), counts());
  }

  private JobFilter filter(Scope scope, Set<String> others) {
    parameters.keySet().stream()
        .filter(name -> !FilterReader.MEMBERS.contains(name) && !others.contains(name))
        .forEach(name -> refuse(name, "is not known"));
    try {
      return new FilterReader(parameters, false, this::refuse).read(scope);
    } catch (OperatorsOnly e) {
      throw new Problem(ProblemType.FORBIDDEN, e.getMessage());
    }
  }

  private void refuse(String parameter, String detail) {
    violations.add(new Violation(Pointer.ROOT.member(parameter).text(), detail));
  }

  /** The parameter that may be there once; null when it is not there. */
  private @Nullable String single(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      refuse(name, "may be there once only");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private Order order(JobFilter filter) {
    String text = single("sort");
    if (text == null) {
      return Order.CREATION;
    }
    boolean ended =
        !filter.statuses().isEmpty() && filter.statuses().stream().allMatch(JobStatus::ended);
    if (!text.equals(BY_END)) {
      refuse("sort", "must be " + BY_END);
    } else if (!filter.finished().isBounded() && !ended) {
      refuse("sort", "needs finishedAfter, finishedBefore, or a status of jobs that have ended");
    }
    return Order.END;
  }

  private boolean counts() {
    String text = single("counts");
    if (text != null && !text.equals("true") && !text.equals("false")) {
      refuse("counts", "must be true or false");
    }
    return "true".equals(text);
  }

  private int limit(int otherwise) {
    String text = single("limit");
    if (text == null) {
      return otherwise;
    }
    if (text.matches("\\d{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    refuse("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    return otherwise;
  }

  private Optional<JobQuery.Position> cursor(Order order) {
    String text = single("cursor");
    if (text == null) {
      return Optional.empty();
    }
    try {
      List<String> parts =
          new ArrayList<>(
              Arrays.asList(
                  new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII)
                      .split(" ", -1)));
      boolean byEnd = parts.remove(END_CURSOR);
      if (parts.size() == 2 && byEnd == (order == Order.END)) {
        return Optional.of(
            new JobQuery.Position(
                Rfc3339.withinYears(Rfc3339.parse(parts.get(0))), UUID.fromString(parts.get(1))));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Told below, as for a cursor without two parts.
    }
    refuse("cursor", "must be one that a list of this order gave");
    return Optional.empty();
  }

  /** The cursor of the page that begins behind this place of a list of this order. */
  public static String cursor(JobQuery.Position place, Order order) {
    String position = place.time() + " " + place.id();
    String text = order == Order.END ? END_CURSOR + " " + position : position;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
