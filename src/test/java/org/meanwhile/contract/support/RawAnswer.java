package org.meanwhile.contract.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads an answer as bytes (RFC 9112), up to its end and no further. */
public record RawAnswer(
    int status, Map<String, String> fields, String body, boolean keepsConnection) {

  /**
   * @param bodiless whether the answer has no body because of its request, such as HEAD
   * @throws EOFException when there is no answer, or it is truncated
   */
  public static RawAnswer read(InputStream in, boolean bodiless) throws IOException {
    String[] first = line(in).split(" ", 3);
    int status = Integer.parseInt(first[1]);
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    if (status < 200) {
      return read(in, bodiless);
    }
    boolean close = fields.getOrDefault("Connection", "").toLowerCase(Locale.ROOT).equals("close");
    if (fields.getOrDefault("Content-Type", "").startsWith("text/event-stream")) {
      return new RawAnswer(status, fields, "", false);
    }
    boolean empty = bodiless || status == 204 || status == 304;
    boolean framed = fields.containsKey("Content-Length") || isChunked(fields);
    String body = empty ? "" : new String(body(in, fields), UTF_8);
    return new RawAnswer(status, fields, body, !close && (empty || framed));
  }

  private static byte[] body(InputStream in, Map<String, String> fields) throws IOException {
    if (isChunked(fields)) {
      return chunks(in);
    }
    String length = fields.get("Content-Length");
    return length == null ? in.readAllBytes() : whole(in, Integer.parseInt(length));
  }

  private static boolean isChunked(Map<String, String> fields) {
    return "chunked".equalsIgnoreCase(fields.get("Transfer-Encoding"));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).split(";")[0].strip(), 16);
      body.write(whole(in, size));
      line(in);
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private static byte[] whole(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("cut short: " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("no answer");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
