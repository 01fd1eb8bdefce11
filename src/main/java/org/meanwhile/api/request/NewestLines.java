package org.meanwhile.api.request;

import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.log.LogBatch;
import org.meanwhile.platform.VisibleText;

/**
 * The last lines of a text of any length, each cut to the length that a line of a log may have.
 *
 * @param lines at most {@link LogBatch#MAX_LINES}, the oldest first
 * @param dropped how many lines came before them
 */
public record NewestLines(List<String> lines, long dropped) {
  private static final int BUFFER_CHARS = 8192;

  /**
   * Reads a text to its end. Lines end with LF, CR or both.
   *
   * @param type its media type; without a {@code charset} the text is in UTF-8
   * @throws Problem 415 when nobody knows the charset
   */
  public static NewestLines read(InputStream body, MediaType type) throws IOException {
    Reader reader = new InputStreamReader(body, charset(type));
    Deque<String> lines = new ArrayDeque<>();
    long dropped = 0;
    StringBuilder line = new StringBuilder();
    boolean begun = false;
    boolean afterReturn = false;
    char[] buffer = new char[BUFFER_CHARS];
    for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
      for (int i = 0; i < count; i++) {
        char c = buffer[i];
        if (c == '\n' && afterReturn) {
          afterReturn = false;
          continue;
        }
        afterReturn = c == '\r';
        if (c == '\n' || c == '\r') {
          dropped += add(line, lines);
          begun = false;
        } else {
          begun = true;
          if (line.length() < LogBatch.MAX_LINE_BYTES) {
            line.append(c);
          }
        }
      }
    }
    if (begun) {
      dropped += add(line, lines);
    }
    return new NewestLines(List.copyOf(lines), dropped);
  }

  private static Charset charset(MediaType type) {
    String name = type.getParameters().get(MediaType.CHARSET_PARAMETER);
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw Problem.unsupportedType("the charset is not known", MediaType.TEXT_PLAIN);
    }
  }

  /** Returns how many lines were dropped for it. */
  private static int add(StringBuilder line, Deque<String> lines) {
    lines.add(LogBatch.Line.cut(VisibleText.lines(line.toString())));
    line.setLength(0);
    if (lines.size() > LogBatch.MAX_LINES) {
      lines.remove();
      return 1;
    }
    return 0;
  }
}
