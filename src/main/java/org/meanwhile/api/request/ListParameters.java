package org.meanwhile.api.request;

import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.notation.Rfc3339;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;
import org.meanwhile.representation.StatusDocuments;

/** Reads the query parameters of a list and tells everything that is wrong with them at once. */
public final class ListParameters {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Set<String> KNOWN =
      Set.of("status", "operation", "label", "createdAfter", "createdBefore", "limit", "cursor");

  /** No name contains one, and PostgreSQL does not take U+0000 in a text. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final MultivaluedMap<String, String> parameters;
  private final List<Violation> violations = new ArrayList<>();

  private ListParameters(MultivaluedMap<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the parameters.
   *
   * @param parameters decoded
   * @param scope whose jobs are listed
   * @throws Problem 400 when any parameter is unknown or not valid
   */
  public static JobQuery read(MultivaluedMap<String, String> parameters, Scope scope) {
    ListParameters reader = new ListParameters(parameters);
    JobQuery query = reader.query(scope);
    if (!reader.violations.isEmpty()) {
      throw Problem.invalid(reader.violations);
    }
    return query;
  }

  private JobQuery query(Scope scope) {
    parameters.keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .forEach(name -> refuse(name, "is not known"));
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

  private void refuse(String parameter, String detail) {
    violations.add(new Violation(Pointer.ROOT.member(parameter).text(), detail));
  }

  /** The parameter that may be there once; null when it is not there. */
  private @Nullable String single(String name) {
    List<String> values = values(name);
    if (values.size() > 1) {
      refuse(name, "may be there once only");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private List<String> values(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  private Optional<String> operation() {
    Optional<String> operation = Optional.ofNullable(single("operation"));
    if (operation.filter(name -> CONTROL.matcher(name).find()).isPresent()) {
      refuse("operation", "must be a name");
    }
    return operation;
  }

  private Set<JobStatus> statuses() {
    Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
    for (String word :
        values("status").stream().flatMap(s -> Arrays.stream(s.split(",", -1))).toList()) {
      Arrays.stream(JobStatus.values())
          .filter(status -> StatusDocuments.word(status).equals(word.strip()))
          .findFirst()
          .ifPresentOrElse(
              statuses::add,
              () ->
                  refuse("status", "must be of NotStarted, Running, Succeeded, Failed, Canceled"));
    }
    return statuses;
  }

  private Set<JobQuery.Label> labels() {
    Set<JobQuery.Label> labels = new LinkedHashSet<>();
    for (String label : values("label")) {
      int colon = label.indexOf(':');
      if (colon < 1 || CONTROL.matcher(label).find()) {
        refuse("label", "must be a name, a colon and a value");
      } else {
        labels.add(
            new JobQuery.Label(
                LabelSyntax.stored(label.substring(0, colon)),
                LabelSyntax.stored(label.substring(colon + 1))));
      }
    }
    return labels;
  }

  private Optional<Instant> time(String name) {
    String text = single(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      // A plus sign that was not encoded has become a space.
      return Optional.of(Rfc3339.withinYears(Rfc3339.parse(text.replace(' ', '+'))));
    } catch (DateTimeException e) {
      refuse(name, "must be a time of RFC 3339, such as 2026-12-01T02:00:00Z");
      return Optional.empty();
    }
  }

  private int limit() {
    String text = single("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("\\d{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    refuse("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    return DEFAULT_LIMIT;
  }

  private Optional<JobQuery.Position> cursor() {
    String text = single("cursor");
    if (text == null) {
      return Optional.empty();
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ", -1);
      if (parts.length == 2) {
        return Optional.of(
            new JobQuery.Position(
                Rfc3339.withinYears(Rfc3339.parse(parts[0])), UUID.fromString(parts[1])));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Told below, as for a cursor without two parts.
    }
    refuse("cursor", "must be one that a list gave");
    return Optional.empty();
  }

  /** The cursor of the page that begins behind this place. */
  public static String cursor(JobQuery.Position place) {
    String position = place.createdAt() + " " + place.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.US_ASCII));
  }
}
