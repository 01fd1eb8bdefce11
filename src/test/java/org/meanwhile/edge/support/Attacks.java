package org.meanwhile.edge.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The attacks in the tables below {@code src/test/resources/edge}. */
public final class Attacks {
  private static final String HEAD = "POST /job HTTP/1.1\r\n{outer}\r\n";
  private static final String FIRST = "POST /job HTTP/1.1\r\n";

  private Attacks() {}

  public static Stream<Attack> all() {
    return Stream.of(codings(), lengths(), messages()).flatMap(each -> each);
  }

  /** Each coding, and a length: with the one or the other the body ends before what is hidden. */
  private static Stream<Attack> codings() {
    return lines("codings.txt")
        .flatMap(
            line -> {
              String coding = unescaped(line);
              boolean loose = line.startsWith("~");
              String ends = "\r\n\r\n{hex}\r\n{hidden}\r\n0\r\n\r\n";
              return Stream.of(
                  strict(
                      line + ", chunks end first",
                      HEAD + "Content-Length: {n+5}\r\n" + coding + "\r\n\r\n0\r\n\r\n{hidden}"),
                  strict(
                      line + ", chunks end first, at the top",
                      FIRST
                          + coding
                          + "\r\n{outer}\r\nContent-Length: {n+5}\r\n\r\n0\r\n\r\n{hidden}"),
                  new Attack(
                      line + ", the length ends first",
                      HEAD + "Content-Length: 4\r\n" + coding + ends,
                      false,
                      loose));
            });
  }

  /** Each length, and no other: with it what is hidden is the body. */
  private static Stream<Attack> lengths() {
    return lines("lengths.txt")
        .flatMap(
            line -> {
              String length = unescaped(line);
              boolean loose = line.startsWith("~");
              return Stream.of("POST /job", "GET /operation/simulate")
                  .map(
                      start ->
                          new Attack(
                              start + ", " + line,
                              start + " HTTP/1.1\r\n{outer}\r\n" + length + "\r\n\r\n{hidden}",
                              false,
                              loose));
            });
  }

  private static Stream<Attack> messages() {
    return Arrays.stream(text("messages.txt").split("(?m)^== ")).skip(1).map(Attacks::message);
  }

  private static Attack message(String entry) {
    int end = entry.indexOf('\n');
    String title = entry.substring(0, end);
    StringBuilder bytes = new StringBuilder();
    // The empty line before the next entry is not part of this one.
    int last = entry.endsWith("\n\n") ? entry.length() - 1 : entry.length();
    List<String> lines = entry.substring(end + 1, last).lines().toList();
    for (String line : lines) {
      boolean open = line.endsWith("\\") && !line.endsWith("\\\\");
      bytes.append(unescaped(open ? line.substring(0, line.length() - 1) : line));
      bytes.append(open ? "" : "\r\n");
    }
    return new Attack(title, bytes.toString(), title.endsWith(" -> 4"), title.startsWith("~"));
  }

  private static Attack strict(String name, String template) {
    return new Attack(name, template, false, false);
  }

  private static String unescaped(String line) {
    String text = line.startsWith("~") ? line.substring(1) : line;
    return unicode(text).translateEscapes();
  }

  /** {@code translateEscapes} does not know the escapes that javac does. */
  private static String unicode(String text) {
    return Pattern.compile("\\\\u(\\p{XDigit}{4})")
        .matcher(text)
        .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));
  }

  private static Stream<String> lines(String file) {
    return text(file).lines().filter(line -> !line.startsWith("#"));
  }

  private static String text(String file) {
    try (InputStream in = Attacks.class.getResourceAsStream("/edge/" + file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
