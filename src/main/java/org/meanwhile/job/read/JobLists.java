package org.meanwhile.job.read;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.job.StatusCounts;
import org.meanwhile.job.read.JobQuery.Position;
import org.meanwhile.job.read.JobSearch.Found;
import org.meanwhile.job.read.JobStatements.Match;
import org.meanwhile.platform.Settings;

/**
 * Lists jobs by keyset paging: a page costs the same however far down it is.
 *
 * <p>Labels and words are in no index, so a page of them is searched for among {@value
 * JobQuery#MAX_SEARCHED} jobs at most. A page that ends there says so, and the next one goes on
 * behind them. Whatever the filter, a page costs no more than that, and no longer than {@code
 * meanwhile.list.timeout}.
 */
@Stateless
public class JobLists {
  private static final String OUTPUTS = "SELECT o FROM Output o WHERE o.jobId IN :jobs";
  private static final int FAILURES_PAGE = 500;

  @PersistenceContext(unitName = "meanwhile")
  private EntityManager entities;

  @Inject private Database database;
  @Inject private Settings settings;

  /** Returns a page of jobs with their outputs. Leaves out expired records. */
  public JobPage page(JobQuery query) {
    // No CASE: EclipseLink would write every value into the statement, and times without a zone.
    JobSearch search = search();
    Found found = search.find(query, (job, cb) -> List.of(job, cb.currentTimestamp()));
    List<Match> shown = shown(found, query);
    return new JobPage(
        withOutputs(shown), next(found, query), found.searchedUntil().isPresent(), counts(query));
  }

  /** Returns the {@link JobPage#version} of that page, for less than the page costs. */
  public String version(JobQuery query) {
    Found found =
        search()
            .find(
                query,
                (job, cb) ->
                    List.of(job.get("version"), job.get("expiresAt"), cb.currentTimestamp()));
    return JobPage.version(
        shown(found, query).stream().map(JobLists::mark).toList(),
        next(found, query).isPresent(),
        counts(query));
  }

  /**
   * Returns the ids of a page, in its order, and where the next page begins.
   *
   * @param query its limit may be larger than that of a list that is shown
   */
  public Ids ids(JobQuery query) {
    Found found = search().find(query, (job, cb) -> List.of(job.get("version")));
    return new Ids(
        shown(found, query).stream().map(match -> new JobId(match.position().id())).toList(),
        next(found, query));
  }

  /** A page of ids. */
  public record Ids(List<JobId> jobs, Optional<Position> next) {}

  /** Counts all jobs of a filter, however many; no longer than {@code meanwhile.list.timeout}. */
  public long count(JobFilter filter) {
    return new JobCounts(statements()).all(filter);
  }

  /**
   * Groups the failures of a filter by their cause: the latest {@value JobQuery#MAX_SEARCHED} that
   * an index leads to are looked at.
   */
  public Failures failures(JobFilter filter) {
    JobStatements statements = statements();
    JobSearch search = new JobSearch(statements);
    JobFilter failed = search.resolved(filter).withStatuses(Set.of(JobStatus.FAILED));
    Failures.Builder failures = new Failures.Builder();
    if (!filter.possibleStatuses().contains(JobStatus.FAILED) || failed.matchesNothing()) {
      return Failures.NONE;
    }
    SearchPath path =
        failed.namesIds() || failed.hasIndexedOrigin() ? search.path(failed) : SearchPath.ENDS;
    JobQuery query = new JobQuery(failed, path.order(), Optional.empty(), FAILURES_PAGE, false);
    Optional<Position> end =
        path == SearchPath.FEW
            ? Optional.empty()
            : statements.nth(query, path, JobQuery.MAX_SEARCHED);
    boolean more = true;
    while (more) {
      List<Match> page = statements.rows(query, path, end, Failures.COLUMNS);
      page.stream().limit(FAILURES_PAGE).forEach(failures::add);
      more = page.size() > FAILURES_PAGE;
      query = more ? query.behind(page.get(FAILURES_PAGE - 1).position()) : query;
    }
    return failures.build(filter.finished(), end.isPresent());
  }

  private JobSearch search() {
    return new JobSearch(statements());
  }

  private JobStatements statements() {
    database.requireAnswer();
    return new JobStatements(entities, database, settings.get(JobSettings.LIST_TIMEOUT));
  }

  private Optional<StatusCounts> counts(JobQuery query) {
    return query.counts()
        ? Optional.of(new JobCounts(statements()).of(query.filter()))
        : Optional.empty();
  }

  private static List<Match> shown(Found found, JobQuery query) {
    return found.matches().subList(0, Math.min(query.limit(), found.matches().size()));
  }

  private static Optional<Position> next(Found found, JobQuery query) {
    return found.matches().size() > query.limit()
        ? Optional.of(found.matches().get(query.limit() - 1).position())
        : found.searchedUntil();
  }

  private static JobPage.Mark mark(Match match) {
    Object[] row = match.values();
    return new JobPage.Mark(
        match.position().id(),
        (Long) row[0],
        row[1] != null && !((Instant) row[1]).isAfter(Rows.instant(row[2])));
  }

  private List<JobView> withOutputs(List<Match> matches) {
    Map<UUID, Output> outputs = new HashMap<>();
    List<UUID> ids = matches.stream().map(match -> match.position().id()).toList();
    if (!ids.isEmpty()) {
      entities
          .createQuery(OUTPUTS, Output.class)
          .setParameter("jobs", ids)
          .getResultList()
          .forEach(output -> outputs.put(output.job().value(), output));
    }
    List<JobView> views = new ArrayList<>();
    for (Match match : matches) {
      Job job = (Job) match.values()[0];
      views.add(
          new JobView(
              job,
              Optional.ofNullable(outputs.get(job.id().value())),
              job.expiredAt(Rows.instant(match.values()[1]))));
    }
    return views;
  }
}
