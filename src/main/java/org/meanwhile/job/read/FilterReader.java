package org.meanwhile.job.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Labels;
import org.meanwhile.job.read.JobFilter.Label;
import org.meanwhile.job.read.JobFilter.Origin;
import org.meanwhile.job.read.JobFilter.Period;
import org.meanwhile.notation.Rfc3339;
import org.meanwhile.platform.Scope;

/**
 * Reads the members of a filter, for lists and for what acts on all jobs of a filter. Tells
 * everything that is wrong with them. Not thread-safe.
 */
public final class FilterReader {
  /** The members that a filter may have. */
  public static final Set<String> MEMBERS =
      Set.of(
          "status",
          "operation",
          "label",
          "code",
          "createdAfter",
          "createdBefore",
          "finishedAfter",
          "finishedBefore",
          "caller",
          "group",
          "rerunOf",
          "after",
          "schedule",
          "node",
          "text");

  /** No name contains one, and PostgreSQL does not take U+0000 in a text. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private static final int MAX_TEXT_CHARS = 256;
  private static final int MAX_WORDS = 16;

  private final Map<String, List<String>> members;
  private final boolean alternatives;
  private final BiConsumer<String, String> refusals;

  /**
   * @param members decoded; any others than {@link #MEMBERS} are ignored
   * @param alternatives whether members of which a job has one may have several values; else each
   *     may be there once, but for the status
   * @param refusals takes the name of a member, and what is wrong with it
   */
  public FilterReader(
      Map<String, List<String>> members,
      boolean alternatives,
      BiConsumer<String, String> refusals) {
    this.members = members;
    this.alternatives = alternatives;
    this.refusals = refusals;
  }

  /**
   * Reads the filter. What is refused is left out of it.
   *
   * @param scope whose jobs may be seen
   * @throws OperatorsOnly when the filter names a caller, and the scope is that of one caller
   */
  public JobFilter read(Scope scope) {
    JobFilter filter =
        JobFilter.of(scope(scope))
            .withStatuses(statuses())
            .withOperations(names("operation"))
            .withCodes(names("code"))
            .withLabels(labels())
            .withCreated(new Period(time("createdAfter"), time("createdBefore")))
            .withFinished(new Period(time("finishedAfter"), time("finishedBefore")))
            .withOrigin(new Origin(ids("group"), ids("rerunOf"), names("schedule"), ids("after")))
            .withNodes(nodes());
    return text().map(filter::withText).orElse(filter);
  }

  private Scope scope(Scope scope) {
    Optional<String> caller = single("caller");
    if (caller.isPresent() && scope.onlyCaller().isPresent()) {
      throw new OperatorsOnly();
    }
    return caller.filter(this::isCaller).map(Scope::of).orElse(scope);
  }

  private boolean isCaller(String name) {
    return isName("caller", name);
  }

  private boolean isName(String member, String name) {
    if (CONTROL.matcher(name).find()) {
      refusals.accept(member, "must be a name");
      return false;
    }
    return true;
  }

  /** The value of a member that may be there once; empty when it is not there. */
  private Optional<String> single(String name) {
    List<String> values = values(name);
    if (values.size() > 1) {
      refusals.accept(name, "may be there once only");
    }
    return values.stream().findFirst();
  }

  private List<String> values(String name) {
    return members.getOrDefault(name, List.of());
  }

  private List<String> choices(String name) {
    return alternatives ? values(name) : single(name).stream().toList();
  }

  private Set<String> names(String member) {
    return choices(member).stream()
        .filter(name -> isName(member, name))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<JobId> ids(String member) {
    return parsed(member, JobId::parse, "must be the id of a job");
  }

  private Set<UUID> nodes() {
    return parsed("node", text -> JobId.parse(text).map(JobId::value), "must be the id of a node");
  }

  private <T> Set<T> parsed(String member, Function<String, Optional<T>> parser, String rule) {
    Set<T> all = new LinkedHashSet<>();
    for (String text : choices(member)) {
      parser.apply(text).ifPresentOrElse(all::add, () -> refusals.accept(member, rule));
    }
    return all;
  }

  private Set<JobStatus> statuses() {
    Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
    for (String word :
        values("status").stream().flatMap(s -> Arrays.stream(s.split(",", -1))).toList()) {
      JobStatus.ofWord(word.strip())
          .ifPresentOrElse(
              statuses::add,
              () ->
                  refusals.accept(
                      "status", "must be of NotStarted, Running, Succeeded, Failed, Canceled"));
    }
    return statuses;
  }

  private Set<Label> labels() {
    Set<Label> labels = new LinkedHashSet<>();
    for (String label : values("label")) {
      int colon = label.indexOf(':');
      if (label.isEmpty() || colon == 0 || CONTROL.matcher(label).find()) {
        refusals.accept("label", "must be a name, or a name, a colon and a value");
      } else if (colon < 0) {
        labels.add(Label.named(Labels.normalized(label)));
      } else {
        labels.add(
            Label.of(
                Labels.normalized(label.substring(0, colon)),
                Labels.normalized(label.substring(colon + 1))));
      }
    }
    return labels;
  }

  private Optional<Instant> time(String name) {
    Optional<String> text = single(name);
    try {
      // A plus sign that was not encoded has become a space.
      return text.map(t -> Rfc3339.withinYears(Rfc3339.parse(t.replace(' ', '+'))));
    } catch (DateTimeException e) {
      refusals.accept(name, "must be a time of RFC 3339, such as 2026-12-01T02:00:00Z");
      return Optional.empty();
    }
  }

  private Optional<SearchText> text() {
    List<SearchText> texts = choices("text").stream().flatMap(text -> text(text).stream()).toList();
    return texts.size() > 1 ? Optional.of(new SearchText.AnyOf(texts)) : texts.stream().findFirst();
  }

  private Optional<SearchText> text(String given) {
    Optional<SearchText> text =
        Optional.of(given)
            .filter(t -> t.length() <= MAX_TEXT_CHARS && t.indexOf('\0') < 0)
            .flatMap(SearchText::of)
            .filter(t -> !(t instanceof SearchText.Words w) || w.words().size() <= MAX_WORDS);
    if (text.isEmpty()) {
      refusals.accept(
          "text",
          "must be an id, a part of one, or up to "
              + MAX_WORDS
              + " words of at most "
              + MAX_TEXT_CHARS
              + " characters together");
    }
    return text;
  }
}
