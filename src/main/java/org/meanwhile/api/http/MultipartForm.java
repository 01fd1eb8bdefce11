package org.meanwhile.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits {@code multipart/form-data} (RFC 7578; RFC 2046, section 5.1.1) into its parts while it
 * arrives, with a buffer of 64 KiB. For one thread.
 *
 * <p>Strict about bounds, so that no byte of a client gets lost unnoticed: what is not a part is
 * refused, and so is a body that ends before its last delimiter. A line that begins with the
 * delimiter is one, whatever follows (section 5.1.1): it cannot be content, so when anything but
 * white space follows, the body is refused.
 */
public final class MultipartForm {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MAX_HEADER_BYTES = 8 * 1024;

  /** Of what stands behind the last part, which nobody reads. */
  private static final int MAX_EPILOGUE_BYTES = 64 * 1024;

  /** Room before the bytes for a line end that is put back. */
  private static final int HEADROOM = 2;

  private static final Pattern BOUNDARY =
      Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\\t[^\\p{Cntrl}]]*)");

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position = HEADROOM;
  private int limit = HEADROOM;

  /** Up to here the buffer is known to have no delimiter. */
  private int clear = HEADROOM;

  private boolean atDelimiter;
  private boolean begun;

  /**
   * @param contentType the field of the request, {@code multipart/form-data} with a boundary
   * @throws MalformedMultipart when it has no boundary
   */
  public MultipartForm(InputStream in, ParameterizedField contentType) throws MalformedMultipart {
    String boundary =
        contentType
            .parameter("boundary")
            .filter(text -> BOUNDARY.matcher(text).matches())
            .orElseThrow(() -> new MalformedMultipart("Content-Type has no valid boundary"));
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The next part; what was not read of the one before is skipped.
   *
   * @return empty behind the last part, when the body is complete
   * @throws MalformedMultipart when the body is not well-formed
   */
  public Optional<FormPart> next() throws IOException {
    if (begun) {
      skipContent();
    } else {
      begun = true;
      skipPreamble();
    }
    if (isLast()) {
      requireEnd();
      return Optional.empty();
    }
    return Optional.of(FormPart.of(headers(), new Content()));
  }

  /**
   * Text before the first boundary is legal in mail and in no form: it is a part whose boundary was
   * damaged. Empty lines are skipped.
   */
  private void skipPreamble() throws IOException {
    putBackLineEnd();
    int skipped = 0;
    for (int count = content(); count != 0; count = content()) {
      require(count > 0, "the body has no boundary");
      int next = read();
      require(next == '\r' || next == '\n', "something stands before the first boundary");
      require(++skipped <= MAX_HEADER_BYTES, "something stands before the first boundary");
    }
  }

  private void skipContent() throws IOException {
    for (int count = content(); count != 0; count = content()) {
      require(count > 0, "the body ends before its last boundary");
      position += count;
    }
  }

  /** Reads the delimiter and the rest of its line. */
  private boolean isLast() throws IOException {
    position += delimiter.length;
    atDelimiter = false;
    clear = position;
    int next = read();
    boolean last = next == '-';
    if (last) {
      require(read() == '-', "a boundary is followed by other characters");
      next = read();
    }
    for (int padding = 0; next == ' ' || next == '\t'; padding++) {
      require(padding < MAX_HEADER_BYTES, "a boundary is followed by other characters");
      next = read();
    }
    // Nothing can get lost behind the last boundary, so a bare line feed will do there.
    require(
        last && (next < 0 || next == '\n') || next == '\r' && read() == '\n',
        "a boundary is followed by other characters");
    return last;
  }

  /** Requires that no part comes behind the last boundary: it would be ignored. */
  private void requireEnd() throws IOException {
    putBackLineEnd();
    int skipped = 0;
    for (int count = content(); count >= 0; count = content()) {
      require(count > 0, "a part comes behind the last boundary");
      position += count;
      skipped += count;
      require(skipped <= MAX_EPILOGUE_BYTES, "too much stands behind the last boundary");
    }
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    int left = MAX_HEADER_BYTES;
    String unfolded = "";
    for (String line = line(left); ; line = line(left)) {
      left -= line.length();
      if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        require(!unfolded.isEmpty(), "a part has a malformed header");
        unfolded += ' ' + line.strip();
        continue;
      }
      if (!unfolded.isEmpty()) {
        Matcher header = HEADER.matcher(unfolded);
        require(header.matches(), "a part has a malformed header");
        String name = header.group(1).toLowerCase(Locale.ROOT);
        require(headers.put(name, header.group(2).strip()) == null, "a part has a header twice");
      }
      if (line.isEmpty()) {
        clear = position;
        return headers;
      }
      unfolded = line;
    }
  }

  /** A line without its end, which is CR and LF. */
  private String line(int maxBytes) throws IOException {
    byte[] line = new byte[maxBytes];
    int length = 0;
    int next = read();
    while (next != '\r') {
      require(next >= 0 && next != '\n', "a part has a malformed header");
      require(length < maxBytes, "a part has too many headers");
      line[length++] = (byte) next;
      next = read();
    }
    require(read() == '\n', "a part has a malformed header");
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  private void putBackLineEnd() {
    position -= HEADROOM;
    buffer[position] = '\r';
    buffer[position + 1] = '\n';
    clear = position;
  }

  private int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xFF : -1;
  }

  /**
   * How many bytes of content stand at the position.
   *
   * @return 0 at a delimiter, -1 at the end of the body
   */
  private int content() throws IOException {
    while (position == clear) {
      if (atDelimiter) {
        return 0;
      }
      int found = indexOfDelimiter();
      atDelimiter = found >= 0;
      // The last bytes may be the beginning of a delimiter.
      clear = atDelimiter ? found : Math.max(position, limit - delimiter.length + 1);
      if (position == clear && !atDelimiter && !fill()) {
        return -1;
      }
    }
    return clear - position;
  }

  private int indexOfDelimiter() {
    for (int at = position; at <= limit - delimiter.length; at++) {
      if (buffer[at] == '\r'
          && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Reads more behind what is there; false at the end of the body. */
  private boolean fill() throws IOException {
    int kept = limit - position;
    int moved = position - HEADROOM;
    if (moved > 0) {
      System.arraycopy(buffer, position, buffer, HEADROOM, kept);
      position = HEADROOM;
      limit = HEADROOM + kept;
      clear -= moved;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, count);
    return count > 0;
  }

  private static void require(boolean holds, String otherwise) throws MalformedMultipart {
    if (!holds) {
      throw new MalformedMultipart(otherwise);
    }
  }

  /** The bytes from the position to the next delimiter. */
  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int maxBytes) throws IOException {
      if (maxBytes == 0) {
        return 0;
      }
      int count = content();
      require(count >= 0, "the body ends before its last boundary");
      if (count == 0) {
        return -1;
      }
      int read = Math.min(count, maxBytes);
      System.arraycopy(buffer, position, to, from, read);
      position += read;
      return read;
    }
  }
}
