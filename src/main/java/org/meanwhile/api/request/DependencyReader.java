package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.Dependency.On;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Scope;
import tools.jackson.databind.JsonNode;

/**
 * Reads the members {@code after} and {@code file} of a request for a job: the jobs that it waits
 * for, and the output that is its file.
 */
@ApplicationScoped
class DependencyReader {
  static final int MAX_PARENTS = 100;

  private static final Pointer AFTER = Pointer.ROOT.member("after");
  private static final Pattern OUTPUT = Pattern.compile("(?:[^?#]*/)?job/([^/?#]+)/output");

  /** For requests outside of a group: every parent is a stored job. */
  static final Predicate<JobId> NO_MEMBERS = job -> false;

  /**
   * @param noOutput why it has no output to take, and will have none; empty when it has, or may
   */
  private record Parent(JobId id, Optional<String> noOutput) {}

  @Inject private PollReader polls;

  /**
   * Reads both members of a request.
   *
   * @param scope the jobs that the caller may see
   * @param inherited the jobs that it waits for in any case
   * @param members whether a job is an earlier member of the same group: it is not stored yet
   * @param violations receives all that is wrong with them
   * @throws Problem 400 {@code unknown-job} when a job does not exist, or is none that the caller
   *     may read
   */
  List<Dependency> read(
      JsonNode request,
      Scope scope,
      List<Dependency> inherited,
      Predicate<JobId> members,
      List<Violation> violations) {
    List<Dependency> after = new ArrayList<>();
    Function<JobId, Optional<Parent>> parents = job -> parent(job, scope, members);
    JsonNode list = request.get("after");
    if (list != null && !list.isNull()) {
      readAfter(list, after, parents, violations);
    }
    JsonNode file = request.get("file");
    if (file != null && !file.isNull()) {
      readFile(file, after, parents, violations);
    }
    for (Dependency dependency : inherited) {
      if (after.stream().noneMatch(other -> other.parent().equals(dependency.parent()))) {
        after.add(dependency);
      }
    }
    if (after.size() > MAX_PARENTS) {
      violations.add(
          new Violation(AFTER.text(), "has more than " + MAX_PARENTS + " jobs with the group's"));
    }
    return after;
  }

  private void readAfter(
      JsonNode list,
      List<Dependency> after,
      Function<JobId, Optional<Parent>> parents,
      List<Violation> violations) {
    if (!list.isArray() || list.size() > MAX_PARENTS) {
      violations.add(
          new Violation(AFTER.text(), "must be an array of at most " + MAX_PARENTS + " jobs"));
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      readParent(list.get(i), AFTER.item(i), after, parents, violations);
    }
  }

  private void readParent(
      JsonNode entry,
      Pointer at,
      List<Dependency> after,
      Function<JobId, Optional<Parent>> parents,
      List<Violation> violations) {
    if (!entry.isObject()) {
      violations.add(new Violation(at.text(), "must be an object with the member job"));
      return;
    }
    On on = On.SUCCEEDED;
    @Nullable JobId parent = null;
    for (Map.Entry<String, JsonNode> member : entry.properties()) {
      Pointer pointer = at.member(member.getKey());
      switch (member.getKey()) {
        case "job" -> parent = parent(member.getValue(), pointer, parents, violations);
        case "on" -> on = on(member.getValue(), pointer, violations);
        default -> violations.add(new Violation(pointer.text(), "is not known"));
      }
    }
    if (!entry.has("job")) {
      violations.add(new Violation(at.member("job").text(), "is required"));
    } else if (parent != null) {
      JobId job = parent;
      if (after.stream().anyMatch(other -> other.parent().equals(job))) {
        violations.add(new Violation(at.member("job").text(), "is there twice"));
      } else {
        after.add(new Dependency(job, on, false));
      }
    }
  }

  private @Nullable JobId parent(
      JsonNode value,
      Pointer at,
      Function<JobId, Optional<Parent>> parents,
      List<Violation> violations) {
    if (!value.isString()) {
      violations.add(new Violation(at.text(), "must be the id of a job"));
      return null;
    }
    return find(value.stringValue(), parents).id();
  }

  /** Null is the default, as for every member of a request. */
  private static On on(JsonNode value, Pointer at, List<Violation> violations) {
    if (value.isNull()) {
      return On.SUCCEEDED;
    }
    String word = value.isString() ? value.stringValue() : "";
    for (On on : On.values()) {
      if (on.name().toLowerCase(Locale.ROOT).equals(word)) {
        return on;
      }
    }
    violations.add(new Violation(at.text(), "must be one of succeeded, failed, ended"));
    return On.SUCCEEDED;
  }

  private void readFile(
      JsonNode file,
      List<Dependency> after,
      Function<JobId, Optional<Parent>> parents,
      List<Violation> violations) {
    JsonNode output = file.isObject() && file.size() == 1 ? file.get("output") : null;
    Matcher uri = OUTPUT.matcher(output != null && output.isString() ? output.stringValue() : "");
    if (!uri.matches()) {
      violations.add(
          new Violation("/file", "must be an object with the member output: the URI of an output"));
      return;
    }
    Parent parent = find(uri.group(1), parents);
    if (parent.noOutput().isPresent()) {
      violations.add(new Violation("/file/output", parent.noOutput().get()));
      return;
    }
    JobId job = parent.id();
    Optional<Dependency> named =
        after.stream().filter(other -> other.parent().equals(job)).findFirst();
    if (named.filter(other -> other.on() != On.SUCCEEDED).isPresent()) {
      violations.add(new Violation("/file/output", "is there only when its job has succeeded"));
      return;
    }
    if (named.isEmpty() && after.size() == MAX_PARENTS) {
      violations.add(new Violation(AFTER.text(), "has too many jobs beside that of the file"));
      return;
    }
    named.ifPresent(after::remove);
    after.add(new Dependency(job, On.SUCCEEDED, true));
  }

  /** A job that goes on may still have one. */
  private static Optional<String> noOutput(JobView parent) {
    if (!parent.job().status().ended() || parent.liveOutput().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        parent.job().status() == JobStatus.SUCCEEDED
            ? "is deleted already"
            : "is none: its job has not succeeded");
  }

  /** Empty when there is no such job that the caller may see. */
  private Optional<Parent> parent(JobId job, Scope scope, Predicate<JobId> members) {
    return members.test(job)
        ? Optional.of(new Parent(job, Optional.empty()))
        : polls.findLatest(job, scope).map(view -> new Parent(job, noOutput(view)));
  }

  private static Parent find(String id, Function<JobId, Optional<Parent>> parents) {
    return JobId.parse(id)
        .flatMap(parents)
        .orElseThrow(() -> new Problem(ProblemType.UNKNOWN_JOB_ASKED, "there is no job " + id));
  }
}
