package org.meanwhile.api.wait;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.watch.ListWatcher;

/**
 * A page of a list that is held until the client does not have it, or the time is over. Only the
 * version of the page is kept, because thousands of clients may wait.
 */
abstract class PendingList extends PendingResponse implements ListWatcher {
  private final ListRequest request;
  private final String version;
  private final Duration wait;

  PendingList(ListRequest request, String version, Duration wait, BooleanSupplier admitted) {
    super(System.nanoTime() + wait.toNanos(), admitted);
    this.request = request;
    this.version = version;
    this.wait = wait;
  }

  @Override
  public final boolean knows(String other) {
    return request.conditions().match(other);
  }

  @Override
  public final void changed(JobPage page) {
    decide(() -> preferenceApplied(request.respond(page), wait));
  }

  @Override
  public final void close() {
    decide(() -> preferenceApplied(request.notModified(version), wait));
  }
}
