package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.watch.ListWatcher;

/**
 * A page of a list that is held until the client does not have it, or the time is over. Of the page
 * no more is kept than its version: thousands may wait.
 */
abstract class PendingList extends PendingResponse implements ListWatcher {
  private final ListRequest asked;
  private final String version;
  private final Duration wait;

  PendingList(ListRequest asked, String version, Duration wait) {
    super(System.nanoTime() + wait.toNanos());
    this.asked = asked;
    this.version = version;
    this.wait = wait;
  }

  @Override
  public final boolean knows(String other) {
    return asked.conditions().has(other);
  }

  @Override
  public final void changed(JobPage page) {
    decide(() -> applied(asked.answer(page)));
  }

  @Override
  public final void close() {
    decide(() -> applied(asked.notModified(version)));
  }

  private Response applied(Response answer) {
    return Prefer.applied(answer, wait);
  }
}
