package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes one line of JSON for each event to the logger {@code org.meanwhile.audit}: who did what,
 * or was refused what. Everything but printable ASCII is escaped, so that no text of a client can
 * add a line of its own. Tokens and the secrets of URIs are never written. Safe for use by many
 * threads.
 *
 * <p>A client without credentials can cause lines, too, so refusals are written as {@link
 * RefusalLimit} lets them; the others are counted, and the next line tells their number.
 */
@ApplicationScoped
public class Audit {
  private static final System.Logger LOG = System.getLogger("org.meanwhile.audit");
  private static final int MAX_PATH_CHARS = 256;

  private final JsonFactory factory =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private final RefusalLimit limit = new RefusalLimit(System::nanoTime);

  /** Kinds of events. A request that changed and sent nothing is no event. */
  public enum Event {
    CREATED,
    CHANGED,
    SUSPENDED,
    RESUMED,
    RERUN,
    INPUT_READ,
    CANCELED,
    DELETED,
    OUTPUT_DELETED,
    DOWNLOADED,
    SHARED,
    UNSHARED,
    OPERATION_PAUSED,
    OPERATION_RESUMED,
    NODE_DRAINED,
    NODE_RESUMED,
    SCHEDULE_PUT,
    SCHEDULE_DELETED,
    SCHEDULE_RUN,
    LEASED,
    LEASE_ENDED,
    LEASE_HANDED_BACK
  }

  /** Writes that the request of this thread has done something to a job. */
  public void done(Event event, Object job) {
    done(event, job, null);
  }

  /**
   * Writes that the request of this thread has created a job.
   *
   * @param reused the id of the job whose run or output it has taken; null for a job that runs
   */
  public void created(Object job, @Nullable Object reused) {
    done(Event.CREATED, job, "reused", reused);
  }

  /**
   * Writes that the request of this thread has done something to a job, or outside of a request the
   * server itself: caller and address are then left out.
   *
   * @param job the job's id
   * @param share the id, not the secret, of the shared URI that was used, made or revoked; null for
   *     none
   */
  public void done(Event event, Object job, @Nullable Object share) {
    done(event, job, "share", share);
  }

  private void done(Event event, Object job, String kind, @Nullable Object other) {
    writeLine(
        to -> {
          to.writeStringProperty("event", event.name().toLowerCase(Locale.ROOT));
          writeText("caller", Caller.nameOrNull(), to);
          to.writeStringProperty("job", job.toString());
          writeText(kind, other, to);
          writeText("remote", Caller.remoteOrNull(), to);
          to.writeStringProperty("outcome", "done");
        });
  }

  /**
   * Writes that the request of this thread has done something to what is no job.
   *
   * @param kind what it is: the name of the member with its name
   */
  public void changed(Event event, String kind, Object name) {
    writeLine(
        to -> {
          to.writeStringProperty("event", event.name().toLowerCase(Locale.ROOT));
          writeText("caller", Caller.nameOrNull(), to);
          to.writeStringProperty(kind, name.toString());
          writeText("remote", Caller.remoteOrNull(), to);
          to.writeStringProperty("outcome", "done");
        });
  }

  /** Who has sent a request, for a line that is written when its thread is gone. */
  public record Sender(@Nullable String caller, @Nullable String remote) {}

  /** Who has sent the request of this thread. */
  public Sender sender() {
    return new Sender(Caller.nameOrNull(), Caller.remoteOrNull());
  }

  /**
   * Writes that a worker has got a lease, has ended it, or has handed it back.
   *
   * @param job the job's id; the lease's secret is never written
   */
  public void lease(Event event, Sender worker, Object job, String operation) {
    writeLine(
        to -> {
          to.writeStringProperty("event", event.name().toLowerCase(Locale.ROOT));
          writeText("caller", worker.caller(), to);
          to.writeStringProperty("job", job.toString());
          to.writeStringProperty("operation", operation);
          writeText("remote", worker.remote(), to);
          to.writeStringProperty("outcome", "done");
        });
  }

  /** Writes that a request was refused, or counts it when there were too many in this second. */
  public void refused(AccessRequest request, AccessDecision.Refused refused) {
    OptionalLong skippedBefore = limit.count(refused.caller(), request.remoteAddress());
    if (skippedBefore.isEmpty()) {
      return;
    }
    writeLine(
        to -> {
          to.writeStringProperty("event", "refused");
          writeText("caller", refused.caller(), to);
          to.writeStringProperty("method", Redaction.redact(request.method()));
          to.writeStringProperty("path", shortened(Redaction.redactPath(request.path())));
          to.writeStringProperty("remote", request.remoteAddress());
          to.writeStringProperty("outcome", refused.reason().name().toLowerCase(Locale.ROOT));
          to.writeStringProperty("detail", refused.detail());
          writeSkipped(skippedBefore.getAsLong(), to);
        });
  }

  /**
   * Writes that the request of this thread has asked for a job that its caller may not see, or
   * counts it, as {@link #refused}.
   *
   * @param job the job's id
   */
  public void hidden(Object job) {
    denied("not-visible", to -> to.writeStringProperty("job", job.toString()));
  }

  /**
   * Writes that the caller of this thread's request may not use an operation, or counts it, as
   * {@link #refused}.
   */
  public void operationDenied(String operation) {
    denied("forbidden", to -> to.writeStringProperty("operation", operation));
  }

  private void denied(String outcome, Members of) {
    String remote = Caller.remoteOrNull();
    OptionalLong skippedBefore = limit.count(Caller.nameOrNull(), remote == null ? "" : remote);
    if (skippedBefore.isEmpty()) {
      return;
    }
    writeLine(
        to -> {
          to.writeStringProperty("event", "refused");
          writeText("caller", Caller.nameOrNull(), to);
          of.write(to);
          writeText("remote", remote, to);
          to.writeStringProperty("outcome", outcome);
          writeSkipped(skippedBefore.getAsLong(), to);
        });
  }

  private static void writeSkipped(long skipped, JsonGenerator to) {
    if (skipped > 0) {
      to.writeNumberProperty("notWritten", skipped);
    }
  }

  private static String shortened(String path) {
    return path.length() > MAX_PATH_CHARS ? path.substring(0, MAX_PATH_CHARS) + "..." : path;
  }

  /** Writes nothing for null. */
  private static void writeText(String name, @Nullable Object value, JsonGenerator to) {
    if (value != null) {
      to.writeStringProperty(name, value.toString());
    }
  }

  private interface Members {
    void write(JsonGenerator to);
  }

  private void writeLine(Members members) {
    if (!LOG.isLoggable(Level.INFO)) {
      return;
    }
    StringWriter line = new StringWriter();
    try (JsonGenerator to = factory.createGenerator(ObjectWriteContext.empty(), line)) {
      to.writeStartObject();
      members.write(to);
      to.writeEndObject();
    }
    LOG.log(Level.INFO, line.toString());
  }
}
