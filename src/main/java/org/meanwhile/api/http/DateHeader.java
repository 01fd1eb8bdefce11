package org.meanwhile.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as HTTP writes them (RFC 9110, section 5.6.7). */
@ApplicationScoped
public class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Inject private Clock clock;

  /** Of the last call. Two threads may write at once: each has a whole one, and both are right. */
  private volatile Written last = new Written(Long.MIN_VALUE, "");

  private record Written(long second, String text) {}

  /** This second, written out once however often it is asked for. */
  public String now() {
    Instant now = clock.instant();
    Written written = last;
    if (written.second() != now.getEpochSecond()) {
      written = new Written(now.getEpochSecond(), of(now));
      last = written;
    }
    return written.text();
  }

  /** A time to the second. */
  public static String of(Instant time) {
    return IMF_FIXDATE.format(time);
  }
}
