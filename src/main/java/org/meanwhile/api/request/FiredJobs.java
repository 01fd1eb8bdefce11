package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.schedule.RefusedFire;
import org.meanwhile.job.schedule.Schedule;
import org.meanwhile.job.schedule.ScheduledJobs;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.WebhookSecret;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the jobs of schedules by the reader of all other requests, where no request is served. */
@ApplicationScoped
public class FiredJobs implements ScheduledJobs {
  private static final String TYPES = "/problem/";

  @Inject private JobRequestReader reader;
  @Inject private GroupCreation groups;
  @Inject private Submissions submissions;
  @Inject private Json json;
  @Inject private Settings settings;

  @Override
  public MadeJob make(Schedule schedule, List<WebhookSecret> secrets, JobId id) throws RefusedFire {
    JsonNode request = request(schedule, secrets);
    try {
      Asker asker = Asker.of(schedule);
      JobRequest valid = reader.read(request, asker);
      valid.checkFile(Optional.empty());
      URI base = URI.create(schedule.base());
      NewJob job =
          valid.newJob(
              schedule.caller(),
              id,
              settings.get(JobSettings.TOMBSTONE_RETAIN),
              Optional.empty(),
              Idempotency.byId(Fingerprint.of(request, Optional.empty())),
              base,
              Optional.empty(),
              origin(valid, schedule));
      if (!valid.isGroup()) {
        return new MadeJob(job.identity(), () -> submissions.submit(job));
      }
      groups.validate(valid, Optional.empty(), asker);
      return new MadeJob(job.identity(), () -> groups.submit(valid, job, base, asker));
    } catch (Problem problem) {
      throw new RefusedFire(code(problem), detail(problem));
    }
  }

  private static JobOrigin origin(JobRequest valid, Schedule schedule) {
    JobOrigin origin = JobOrigin.schedule(schedule.name());
    return valid.operation().actsOnJobs() ? origin.by(schedule.callerGroups()) : origin;
  }

  /** The request for a job as the caller has sent it. */
  JsonNode request(Schedule schedule, List<WebhookSecret> secrets) {
    JsonNode request = json.tree(schedule.request());
    if (!secrets.isEmpty() && request.get("callback") instanceof ObjectNode callback) {
      if (secrets.size() == 1) {
        callback.put("secret", secrets.get(0).text());
      } else {
        ArrayNode both = callback.putArray("secrets");
        secrets.forEach(secret -> both.add(secret.text()));
      }
    }
    return request;
  }

  private static String code(Problem problem) {
    return problem.type().uri().substring(TYPES.length());
  }

  private static String detail(Problem problem) {
    return problem.errors().isEmpty() ? problem.getMessage() : told(problem.errors().get(0));
  }

  private static String told(Violation first) {
    return "/job" + first.pointer() + ": " + first.detail();
  }
}
