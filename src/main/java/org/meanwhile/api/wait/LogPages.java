package org.meanwhile.api.wait;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.meanwhile.job.JobId;
import org.meanwhile.job.log.LogPage;
import org.meanwhile.job.log.LogReader;

/**
 * Pages of logs for streams. A thousand streams of one log are at the same place most of the time:
 * they share the read of a page. A page that was read stays true, because lines do not change; only
 * further ones may follow it. Safe for many threads.
 */
@ApplicationScoped
public class LogPages {
  /** Of a page of 4 KiB lines 400 KiB. */
  private static final int PAGE_LINES = 100;

  /** Bounds the memory. */
  private static final int MAX_PAGES = 32;

  private record Place(JobId job, long after) {}

  private final Map<Place, LogPage> pages = new ConcurrentHashMap<>();

  @Inject private LogReader reader;

  /** Reads the page behind a line of this log. */
  LongFunction<LogPage> of(JobId job) {
    return after -> page(new Place(job, after));
  }

  private LogPage page(Place place) {
    if (pages.size() >= MAX_PAGES) {
      pages.clear();
    }
    // Threads that ask for the same page wait for one of them.
    LogPage page = pages.computeIfAbsent(place, this::read);
    return page == null ? reader.page(place.job(), place.after(), PAGE_LINES) : page;
  }

  /** Null for an empty page, which is not kept: the log grows. */
  private LogPage read(Place place) {
    LogPage page = reader.page(place.job(), place.after(), PAGE_LINES);
    return page.lines().isEmpty() ? null : page;
  }
}
