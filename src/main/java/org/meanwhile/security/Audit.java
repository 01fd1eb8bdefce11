package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Who did what: one line of JSON for each, to the logger {@code org.meanwhile.audit}. All but plain
 * ASCII is escaped in it, so that nobody writes lines of its own. Tokens and the secrets of shares
 * are never in it.
 *
 * <p>Who is refused costs a line, too, and needs no credentials for it: beyond so many a second
 * they are counted instead, and the next line says how many.
 */
@ApplicationScoped
public class Audit {
  private static final System.Logger LOG = System.getLogger("org.meanwhile.audit");
  private static final int REFUSED_A_SECOND = 50;
  private static final int PATH_CHARS = 256;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final JsonFactory factory =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private long secondNanos;
  private int refusedInSecond;
  private long notWritten;

  /** What was done, and not only asked for. */
  public enum Event {
    CREATED,
    CANCELED,
    DELETED,
    OUTPUT_DELETED,
    DOWNLOADED,
    SHARED,
    UNSHARED
  }

  /** The request at hand did it. */
  public void done(Event event, Object job) {
    done(event, job, null);
  }

  /**
   * The request at hand did it.
   *
   * @param share by which, or on which; null for none. Its id, not its secret
   */
  public void done(Event event, Object job, Object share) {
    line(
        to -> {
          to.writeStringProperty("event", event.name().toLowerCase(Locale.ROOT));
          text("caller", Caller.nameOrNull(), to);
          to.writeStringProperty("job", job.toString());
          text("share", share, to);
          text("remote", Caller.remoteOrNull(), to);
          to.writeStringProperty("outcome", "done");
        });
  }

  /** A request was not let in. */
  public void refused(AccessRequest asked, AccessDecision.Refused refused) {
    long before = pass();
    if (before < 0) {
      return;
    }
    line(
        to -> {
          to.writeStringProperty("event", "refused");
          text("caller", refused.who(), to);
          to.writeStringProperty("method", Redaction.text(asked.method()));
          to.writeStringProperty("path", cut(Redaction.path(asked.path())));
          to.writeStringProperty("remote", asked.remoteAddress());
          to.writeStringProperty("outcome", refused.reason().name().toLowerCase(Locale.ROOT));
          to.writeStringProperty("detail", refused.detail());
          if (before > 0) {
            to.writeNumberProperty("notWritten", before);
          }
        });
  }

  /** How many were left out before this one; -1 when this one is, too. */
  private synchronized long pass() {
    long now = System.nanoTime();
    if (now - secondNanos >= SECOND_NANOS) {
      secondNanos = now;
      refusedInSecond = 0;
    }
    if (refusedInSecond >= REFUSED_A_SECOND) {
      notWritten++;
      return -1;
    }
    refusedInSecond++;
    long before = notWritten;
    notWritten = 0;
    return before;
  }

  private static String cut(String path) {
    return path.length() > PATH_CHARS ? path.substring(0, PATH_CHARS) + "..." : path;
  }

  private static void text(String name, Object value, JsonGenerator to) {
    if (value != null) {
      to.writeStringProperty(name, value.toString());
    }
  }

  private interface Members {
    void write(JsonGenerator to);
  }

  private void line(Members members) {
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
