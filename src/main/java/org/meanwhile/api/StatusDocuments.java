package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.job.Progress;
import tools.jackson.databind.node.ObjectNode;

/** The status document of a job. Members without a value are left out; the input is never in it. */
@ApplicationScoped
public class StatusDocuments {
  @Inject private Json json;
  @Inject private Outlook outlook;

  ObjectNode of(JobView view, Links links) {
    Job job = view.job();
    Outlook.Estimate estimate = outlook.of(job);
    ObjectNode document =
        json.object()
            .put("id", job.id().toString())
            .put("operation", job.operation())
            .put("status", word(job.status()));
    progress(document, job.progress());
    document.put("attempt", job.attempt()).put("maxAttempts", job.maxAttempts());
    document.put("cancelRequested", job.cancelRequested());
    time(document, "createdAt", job.createdAt());
    job.startedAt().ifPresent(t -> time(document, "startedAt", t));
    job.finishedAt().ifPresent(t -> time(document, "finishedAt", t));
    estimate.finishAt().ifPresent(t -> time(document, "estimatedFinishAt", t));
    job.expiresAt().ifPresent(t -> time(document, "expiresAt", t));
    estimate.queuePosition().ifPresent(n -> document.put("queuePosition", n));
    document.put("priority", job.priority());
    ObjectNode labels = document.putObject("labels");
    job.labels().forEach(labels::put);
    output(document, view, links);
    job.error().ifPresent(error -> error(document, error));
    links(document, view, links);
    return document;
  }

  /** The word on the wire: real pollers know these five and hang on any other. */
  static String word(JobStatus status) {
    return switch (status) {
      case WAITING -> "NotStarted";
      case RUNNING -> "Running";
      case SUCCEEDED -> "Succeeded";
      case FAILED -> "Failed";
      case CANCELED -> "Canceled";
    };
  }

  private static void progress(ObjectNode document, Progress progress) {
    if (progress.done() == null && progress.message() == null) {
      return;
    }
    ObjectNode node = document.putObject("progress");
    if (progress.done() != null) {
      node.put("done", progress.done());
    }
    if (progress.total() != null) {
      node.put("total", progress.total());
    }
    if (progress.unit() != null) {
      node.put("unit", progress.unit());
    }
    if (progress.fraction() != null) {
      node.put("fraction", progress.fraction());
    }
    if (progress.message() != null) {
      node.put("message", progress.message());
    }
  }

  private static void output(ObjectNode document, JobView view, Links links) {
    if (view.output().isEmpty()) {
      return;
    }
    Output output = view.output().get();
    ObjectNode node =
        document
            .putObject("output")
            .put("mediaType", output.mediaType())
            .put("size", output.sizeBytes())
            .put("sha256", output.sha256());
    output
        .deletedAt()
        .or(() -> view.expired() ? view.job().expiresAt() : Optional.empty())
        .ifPresent(t -> time(node, "deletedAt", t));
    if (view.liveOutput().isPresent()) {
      document.put("resourceLocation", links.output(view.job().id()).toString());
    }
  }

  private static void error(ObjectNode document, JobError error) {
    document
        .putObject("error")
        .put("type", "/problem/" + error.code())
        .put("title", "The job failed")
        .put("status", error.status())
        .put("detail", error.message())
        .put("code", error.code())
        .put("message", error.message());
  }

  private static void links(ObjectNode document, JobView view, Links links) {
    Job job = view.job();
    ObjectNode node =
        document
            .putObject("links")
            .put("self", links.job(job.id()).toString())
            .put("status", links.status(job.id()).toString());
    if (view.liveOutput().isPresent()) {
      node.put("output", links.output(job.id()).toString());
    }
  }

  private static void time(ObjectNode node, String name, Instant time) {
    node.put(name, time.truncatedTo(ChronoUnit.MICROS).toString());
  }
}
