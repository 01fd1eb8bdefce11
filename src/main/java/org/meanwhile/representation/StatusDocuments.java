package org.meanwhile.representation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.MemberCounts;
import org.meanwhile.job.Output;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Reused;
import org.meanwhile.job.StatusCounts;
import org.meanwhile.platform.Settings;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the status document of a job. Members without a value are left out. The document never
 * contains the input. Safe for many threads.
 */
@ApplicationScoped
public class StatusDocuments {
  /** The title of the problem that a job failed with, whatever its type. */
  public static final String ERROR_TITLE = "The job failed";

  private static final int TYPICAL_BYTES = 1024;

  private final JsonFactory factory = new JsonFactory();

  @Inject private JobForecast forecast;
  @Inject private Settings settings;
  @Inject private WaitingFor waitingFor;

  /**
   * The document as UTF-8, which is not to be changed: it may be in other hands as well. Polls that
   * share a view share its document, when there is nothing to estimate.
   */
  public byte[] bytes(JobView view, Links links) {
    return view.job().status().ended()
        ? view.document(links, () -> written(view, links))
        : written(view, links);
  }

  private byte[] written(JobView view, Links links) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator to = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(view, links, to);
    }
    return bytes.toByteArray();
  }

  /**
   * A page of a list as UTF-8.
   *
   * @param next the URI of the next page; empty when this is the last one
   * @param searched how many jobs were looked at, when the search has ended there
   * @param counts of the whole list; empty when they are not wanted
   */
  public byte[] page(
      List<JobView> views,
      Optional<URI> next,
      OptionalInt searched,
      Optional<StatusCounts> counts,
      Links links) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES * (1 + views.size()));
    try (JsonGenerator to = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      to.writeStartObject();
      to.writeArrayPropertyStart("items");
      views.forEach(view -> write(view, links, to));
      to.writeEndArray();
      next.ifPresent(uri -> to.writeStringProperty("next", uri.toString()));
      searched.ifPresent(jobs -> to.writeNumberProperty("searched", jobs));
      counts.ifPresent(numbers -> counts(numbers, to));
      to.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** A number that is not known to the end is a text with a plus sign. */
  private static void counts(StatusCounts counts, JsonGenerator to) {
    to.writeObjectPropertyStart("counts");
    for (JobStatus status : JobStatus.values()) {
      StatusCounts.Count count = counts.of(status);
      if (count.more()) {
        to.writeStringProperty(status.word(), count.jobs() + "+");
      } else {
        to.writeNumberProperty(status.word(), count.jobs());
      }
    }
    to.writeEndObject();
  }

  /** Writes the document as a value inside a larger one. */
  public void write(JobView view, Links links, JsonGenerator to) {
    Job job = view.job();
    Estimate estimate = forecast.of(job);
    to.writeStartObject();
    to.writeStringProperty("id", job.id().toString());
    to.writeStringProperty("operation", job.operation());
    to.writeStringProperty("caller", job.caller());
    to.writeStringProperty("status", job.shownStatus().word());
    to.writeNumberProperty("version", job.version());
    if (!job.hasLeft()) {
      progress(job.progress(), to);
    }
    job.members().ifPresent(counts -> members(counts, to));
    to.writeNumberProperty("attempt", job.attempt());
    to.writeNumberProperty("maxAttempts", job.maxAttempts());
    to.writeBooleanProperty("cancelRequested", cancelRequested(job));
    time("createdAt", Optional.of(job.createdAt()), to);
    time("startAt", notBefore(job), to);
    time("deadline", job.deadline(), to);
    time("startedAt", startedAt(job), to);
    time("finishedAt", job.finishedAt(), to);
    time("estimatedFinishAt", estimate.finishAt(), to);
    time("expiresAt", job.expiresAt(), to);
    if (estimate.queuePosition().isPresent()) {
      to.writeNumberProperty("queuePosition", estimate.queuePosition().getAsInt());
    }
    waitingFor.write(job, to);
    to.writeStringProperty("timeout", job.timeout().toString());
    to.writeStringProperty("retain", job.retain().toString());
    to.writeNumberProperty("priority", job.priority());
    origin(job.origin(), to);
    job.reused().ifPresent(reused -> reused(reused, view, to));
    to.writeObjectPropertyStart("labels");
    job.labels().forEach(to::writeStringProperty);
    to.writeEndObject();
    output(view, links, to);
    job.error().ifPresent(error -> error(error, to));
    links(view, links, to);
    to.writeEndObject();
  }

  /** The type of the problem that a job failed with (RFC 9457, section 3.1.1). */
  public static String errorType(JobError error) {
    return "/problem/" + error.code();
  }

  /**
   * When a waiting job is due, if it is not yet: as requested, or after a failed attempt. A
   * suspended one may be due long since.
   */
  private static Optional<Instant> notBefore(Job job) {
    return job.status() == JobStatus.WAITING
            && job.isScheduled()
            && job.runAt().isAfter(job.createdAt())
        ? Optional.of(job.runAt())
        : Optional.empty();
  }

  /**
   * A run may begin anew for others after its own job was canceled: no job starts after its end.
   */
  private static Optional<Instant> startedAt(Job job) {
    return job.startedAt().filter(start -> job.finishedAt().filter(start::isAfter).isEmpty());
  }

  /** A waiting job is canceled at once, without a request to a node: that counts as one, too. */
  private static boolean cancelRequested(Job job) {
    return job.cancelRequested() || job.status() == JobStatus.CANCELED;
  }

  private static void progress(Progress progress, JsonGenerator to) {
    if (progress.done() == null && progress.message() == null) {
      return;
    }
    to.writeObjectPropertyStart("progress");
    if (progress.done() != null) {
      to.writeNumberProperty("done", progress.done());
    }
    if (progress.total() != null) {
      to.writeNumberProperty("total", progress.total());
    }
    if (progress.unit() != null) {
      to.writeStringProperty("unit", progress.unit());
    }
    if (progress.fraction() != null) {
      to.writeNumberProperty("fraction", progress.fraction());
    }
    if (progress.message() != null) {
      to.writeStringProperty("message", progress.message());
    }
    to.writeEndObject();
  }

  private static void members(MemberCounts counts, JsonGenerator to) {
    to.writeObjectPropertyStart("members");
    for (JobStatus status : JobStatus.values()) {
      to.writeNumberProperty(status.word(), counts.of(status));
    }
    to.writeEndObject();
  }

  private static void origin(JobOrigin origin, JsonGenerator to) {
    origin.rerunOf().ifPresent(job -> to.writeStringProperty("rerunOf", job.toString()));
    origin.group().ifPresent(job -> to.writeStringProperty("group", job.toString()));
    origin.schedule().ifPresent(name -> to.writeStringProperty("schedule", name));
  }

  /** Of a run that goes on nobody knows when it will have made the output. */
  private static void reused(Reused reused, JobView view, JsonGenerator to) {
    to.writeObjectPropertyStart("reused");
    to.writeStringProperty("as", reused.as().name().toLowerCase(Locale.ROOT));
    to.writeStringProperty("of", reused.of().toString());
    time("outputAt", view.output().map(Output::createdAt), to);
    to.writeEndObject();
  }

  private static void output(JobView view, Links links, JsonGenerator to) {
    if (view.output().isEmpty()) {
      return;
    }
    Output output = view.output().get();
    to.writeObjectPropertyStart("output");
    to.writeStringProperty("mediaType", output.mediaType());
    to.writeNumberProperty("size", output.sizeBytes());
    to.writeStringProperty("sha256", output.sha256());
    time("deletedAt", deletedAt(view, output), to);
    to.writeEndObject();
    if (view.liveOutput().isPresent()) {
      to.writeStringProperty("resourceLocation", links.output(view.job().id()));
    }
  }

  /**
   * Since when the output is gone; empty while it is there. Of an expired job no later than its
   * expiry, whether or not the purge has come: the document stays as it is under its version.
   */
  static Optional<Instant> deletedAt(JobView view, Output output) {
    return view.expired()
        ? output.deletedAt().filter(view.job()::expiresAfter).or(view.job()::expiresAt)
        : output.deletedAt();
  }

  private static void error(JobError error, JsonGenerator to) {
    to.writeObjectPropertyStart("error");
    to.writeStringProperty("type", errorType(error));
    to.writeStringProperty("title", ERROR_TITLE);
    to.writeNumberProperty("status", error.status());
    to.writeStringProperty("detail", error.message());
    to.writeStringProperty("code", error.code());
    to.writeStringProperty("message", error.message());
    error.job().ifPresent(job -> to.writeStringProperty("job", job.toString()));
    to.writeEndObject();
  }

  /** After the expiry the input is 410 for everyone. */
  private boolean mayReadInput(JobView view, Links links) {
    return !view.expired()
        && (settings.get(InputSettings.OPERATORS)
            || links.reader().filter(name -> !name.equals(view.job().caller())).isEmpty());
  }

  private void links(JobView view, Links links, JsonGenerator to) {
    Job job = view.job();
    to.writeObjectPropertyStart("links");
    to.writeStringProperty("self", links.job(job.id()));
    to.writeStringProperty("status", links.status(job.id()));
    to.writeStringProperty("events", links.events(job.id()));
    to.writeStringProperty("history", links.history(job.id()));
    to.writeStringProperty("log", links.log(job.id()));
    if (mayReadInput(view, links)) {
      to.writeStringProperty("input", links.input(job.id()));
    }
    if (view.liveOutput().isPresent()) {
      to.writeStringProperty("output", links.output(job.id()));
    }
    if (job.callback()) {
      to.writeStringProperty("callback", links.callback(job.id()));
    }
    job.origin().group().ifPresent(group -> to.writeStringProperty("group", links.job(group)));
    to.writeEndObject();
  }

  private static void time(String name, Optional<Instant> time, JsonGenerator to) {
    if (time.isPresent()) {
      to.writeStringProperty(name, time.get().truncatedTo(ChronoUnit.MICROS).toString());
    }
  }
}
