package org.meanwhile.job.read;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.meanwhile.database.Coalescer;
import org.meanwhile.database.Database;
import org.meanwhile.database.Replica;
import org.meanwhile.job.JobChanged;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.platform.Scope;

/**
 * Jobs as those see them who poll: read from the replica where there is one, and from the primary
 * where it cannot be believed.
 *
 * <p>Three rules. What the replica lacks is asked of the primary: a job just created is there. What
 * this node has changed, or read from the primary, it believes the replica about only when that
 * holds all that was committed by then: so who has removed a job here never sees it again, and no
 * job goes backwards. And a replica that lags by more than it may is not asked at all.
 *
 * <p>What is left: a change made through <em>another</em> node may be seen here as late as the
 * replica may lag.
 */
@ApplicationScoped
public class PollReader {
  private static final int LEADERS = 2;
  private static final int MOST = 200;
  private static final int MOST_RECENT = 20_000;

  private final Coalescer<JobId, Optional<JobView>> looks =
      new Coalescer<>(LEADERS, id -> 1, MOST, this::findAnywhere);
  private final ReadYourWrites recent = new ReadYourWrites(MOST_RECENT, System::nanoTime);

  @Inject private Replica replica;
  @Inject private JobReader views;
  @Inject private Database primary;

  /**
   * Finds a job for a poll. Empty when there is no such job in the scope, or its record has
   * expired.
   *
   * <p>This bean is no EJB, because polls are the most frequent requests: the container's share of
   * an EJB call would cost more than the database does.
   */
  public Optional<JobView> find(JobId id, Scope scope) {
    return find(id).filter(view -> view.isVisibleTo(scope));
  }

  private Optional<JobView> find(JobId id) {
    return replica.isConfigured() ? looks.ask(id) : views.find(id);
  }

  /**
   * Finds a job on the primary. Later polls on this node never return an older state than this.
   * Empty when there is no such job in the scope, or its record has expired.
   */
  public Optional<JobView> findLatest(JobId id, Scope scope) {
    return findLatest(id).filter(view -> view.isVisibleTo(scope));
  }

  private Optional<JobView> findLatest(JobId id) {
    Optional<JobView> found = views.find(id);
    if (found.isPresent() && replica.isConfigured()) {
      recent.see(id);
    }
    return found;
  }

  /** Many at once, in their order. */
  List<Optional<JobView>> find(List<JobId> ids) {
    return replica.isConfigured() ? findAnywhere(ids) : views.find(ids);
  }

  private List<Optional<JobView>> findAnywhere(List<JobId> ids) {
    Map<UUID, JobView> found = new HashMap<>(inReplica(ids));
    List<JobId> lacking = ids.stream().filter(id -> !found.containsKey(id.value())).toList();
    if (!lacking.isEmpty()) {
      Iterator<Optional<JobView>> asked = views.find(lacking).iterator();
      for (JobId id : lacking) {
        asked
            .next()
            .ifPresent(
                view -> {
                  recent.see(id);
                  found.put(id.value(), view);
                });
      }
    }
    return ids.stream().map(id -> Optional.ofNullable(found.get(id.value()))).toList();
  }

  /** Many as the primary has them, in their order. */
  public List<Optional<JobView>> findLatest(List<JobId> ids) {
    List<Optional<JobView>> found = views.find(ids);
    if (replica.isConfigured()) {
      found.stream().flatMap(Optional::stream).forEach(view -> recent.see(view.job().id()));
    }
    return found;
  }

  /** Answers from the replica while it can be believed, else from the primary. */
  <T> T read(Database.Work<T> work) {
    return replica.isConfigured() && replica.completeUntilNanos().isPresent()
        ? replica.read(work).orElseGet(() -> primary.read(work))
        : primary.read(work);
  }

  private Map<UUID, JobView> inReplica(List<JobId> ids) {
    OptionalLong copied = replica.completeUntilNanos();
    if (copied.isEmpty()) {
      return Map.of();
    }
    recent.forgetBefore(copied.getAsLong());
    List<JobId> known = ids.stream().filter(id -> recent.isIn(copied.getAsLong(), id)).toList();
    return known.isEmpty()
        ? Map.of()
        : replica.read(c -> JobReader.find(c, known)).orElse(Map.of());
  }

  /** Whether or not it was committed: then the primary is asked once too often. */
  void changed(@Observes(during = TransactionPhase.AFTER_COMPLETION) JobChanged job) {
    if (replica.isConfigured()) {
      recent.see(job.id());
    }
  }
}
