package org.meanwhile.job.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.meanwhile.notation.CronLine;
import org.meanwhile.platform.WebhookSecret;

/**
 * What a caller says of a schedule.
 *
 * @param cron as the caller wrote it; a line that can be read
 * @param request the JSON of the request for each job, without the secrets of its callback
 * @param secrets of the callback; at most two
 * @param base the root of this server, for the links in callbacks
 * @param callerGroups the names of the groups that the caller is in
 */
public record ScheduleDefinition(
    String cron,
    ZoneId zone,
    String request,
    List<WebhookSecret> secrets,
    String base,
    Set<String> callerGroups,
    Overlap overlap,
    CatchUp catchUp,
    boolean paused) {

  Instant nextAfter(Instant time) {
    return CronLine.parse(cron).next(time, zone);
  }
}
