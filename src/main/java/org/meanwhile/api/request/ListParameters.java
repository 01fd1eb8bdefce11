package org.meanwhile.api.request;

import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;
import org.meanwhile.representation.StatusDocuments;

/** The query of a list: what it may say, and everything that is wrong with it. */
public final class ListParameters {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;
  private static final Set<String> KNOWN =
      Set.of("status", "operation", "label", "createdAfter", "createdBefore", "limit", "cursor");

  /** In no name that there is; and a database may not take the first of them. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final MultivaluedMap<String, String> given;
  private final List<Violation> wrong = new ArrayList<>();

  private ListParameters(MultivaluedMap<String, String> given) {
    this.given = given;
  }

  /**
   * Reads them.
   *
   * @throws Problem when any is not as it must be
   */
  public static JobQuery read(MultivaluedMap<String, String> given, Scope scope) {
    ListParameters parameters = new ListParameters(given);
    JobQuery query = parameters.query(scope);
    if (!parameters.wrong.isEmpty()) {
      throw Problem.invalid(parameters.wrong);
    }
    return query;
  }

  private JobQuery query(Scope scope) {
    given.keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .forEach(name -> wrong(name, "is not known"));
    return new JobQuery(
        scope,
        statuses(),
        operation(),
        labels(),
        time("createdAfter"),
        time("createdBefore"),
        cursor(),
        limit());
  }

  private void wrong(String parameter, String detail) {
    wrong.add(new Violation("/" + parameter.replace("~", "~0").replace("/", "~1"), detail));
  }

  private List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  private Optional<String> operation() {
    Optional<String> operation = Optional.ofNullable(given.getFirst("operation"));
    if (operation.filter(name -> CONTROL.matcher(name).find()).isPresent()) {
      wrong("operation", "must be a name");
    }
    return operation;
  }

  private Set<JobStatus> statuses() {
    Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
    for (String word :
        all("status").stream().flatMap(s -> Arrays.stream(s.split(",", -1))).toList()) {
      Arrays.stream(JobStatus.values())
          .filter(status -> StatusDocuments.word(status).equals(word.strip()))
          .findFirst()
          .ifPresentOrElse(
              statuses::add,
              () -> wrong("status", "must be of NotStarted, Running, Succeeded, Failed, Canceled"));
    }
    return statuses;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    for (String label : all("label")) {
      int colon = label.indexOf(':');
      if (colon < 1 || CONTROL.matcher(label).find()) {
        wrong("label", "must be a name, a colon and a value");
      } else {
        labels.put(label.substring(0, colon), label.substring(colon + 1));
      }
    }
    return labels;
  }

  private Optional<Instant> time(String name) {
    String text = given.getFirst(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      // A plus sign that was not encoded has become a space.
      return Optional.of(storable(OffsetDateTime.parse(text.replace(' ', '+')).toInstant()));
    } catch (DateTimeException e) {
      wrong(name, "must be a time of RFC 3339, such as 2026-12-01T02:00:00Z");
      return Optional.empty();
    }
  }

  /** RFC 3339 has years of four digits, and databases have not many more. */
  private static Instant storable(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeException("beyond the years of RFC 3339");
    }
    return time;
  }

  private int limit() {
    String text = given.getFirst("limit");
    if (text == null) {
      return LIMIT;
    }
    if (text.matches("\\d{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    }
    wrong("limit", "must be a whole number from 1 to " + LIMIT_MAX);
    return LIMIT;
  }

  private Optional<JobQuery.Position> cursor() {
    String text = given.getFirst("cursor");
    if (text == null) {
      return Optional.empty();
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ", -1);
      if (parts.length == 2) {
        return Optional.of(
            new JobQuery.Position(storable(Instant.parse(parts[0])), UUID.fromString(parts[1])));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Said below.
    }
    wrong("cursor", "must be one that a list gave");
    return Optional.empty();
  }

  /** Where the next page begins. */
  public static String cursor(Job last) {
    String place = last.createdAt() + " " + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.US_ASCII));
  }
}
