package org.meanwhile.job.log;

import java.util.List;

/**
 * Lines of a log in their order.
 *
 * @param after the number behind which the page begins
 * @param lines what is kept of them
 * @param more whether there were further lines when this was read
 */
public record LogPage(long after, List<LogLine> lines, boolean more) {

  /** The number behind which the next page begins. */
  public long next() {
    return lines.isEmpty() ? after : lines.get(lines.size() - 1).seq();
  }

  /** How many lines between this page's begin and {@link #next} were dropped. */
  public long lost() {
    return next() - after - lines.size();
  }
}
