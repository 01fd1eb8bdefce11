package org.meanwhile.api.http;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a {@code multipart/form-data} body (RFC 7578, section 4.2).
 *
 * @param name of the form's field
 * @param fileName as it was sent
 * @param contentType of the content; empty when the part has none
 * @param contentCoding the field {@code Content-Encoding}; empty when the part has none
 * @param content the bytes, exactly; they must be read before the next part is
 */
public record FormPart(
    String name,
    Optional<String> fileName,
    Optional<String> contentType,
    Optional<String> contentCoding,
    InputStream content) {

  /** These say that the bytes are the content itself. Others are obsolete (section 4.7). */
  private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

  /** RFC 8187, section 3.2: of the character sets, those that everybody has to know. */
  private static final Pattern EXTENDED =
      Pattern.compile("(?i)(UTF-8|ISO-8859-1)'[A-Za-z0-9-]*'((?:%[0-9A-F]{2}|[^%\"+ ])*+)");

  /**
   * The part that has these headers.
   *
   * @param headers by their names in lower case
   * @throws MalformedMultipart when they are not those of a field of a form
   */
  static FormPart of(Map<String, String> headers, InputStream content) throws MalformedMultipart {
    ParameterizedField disposition =
        ParameterizedField.read(headers.get("content-disposition"))
            .filter(field -> field.value().equals("form-data"))
            .orElseThrow(
                () -> new MalformedMultipart("a part has no Content-Disposition: form-data"));
    String name =
        disposition
            .parameter("name")
            .orElseThrow(() -> new MalformedMultipart("a part has no name"));
    String coding = headers.getOrDefault("content-transfer-encoding", "binary");
    if (PLAIN.stream().noneMatch(coding::equalsIgnoreCase)) {
      throw new MalformedMultipart("a part has a Content-Transfer-Encoding");
    }
    Optional<String> type =
        Optional.ofNullable(headers.get("content-type")).filter(text -> !text.isEmpty());
    if (type.flatMap(ParameterizedField::read)
        .filter(field -> field.value().equals("multipart/mixed"))
        .isPresent()) {
      // Several files of one field (section 4.3, obsolete), of which only one could be taken.
      throw new MalformedMultipart("a part is a multipart itself");
    }
    Optional<String> contentCoding = Optional.ofNullable(headers.get("content-encoding"));
    return new FormPart(name, fileName(disposition), type, contentCoding, content);
  }

  /**
   * {@code filename*} is what section 4.2 forbids and some clients send. Where it can be read, it
   * is the name, and {@code filename} is what is left of it in ASCII.
   */
  public static Optional<String> fileName(ParameterizedField disposition) {
    return disposition
        .parameter("filename*")
        .map(EXTENDED::matcher)
        .filter(Matcher::matches)
        .map(FormPart::decoded)
        .or(() -> disposition.parameter("filename"));
  }

  private static String decoded(Matcher extended) {
    Charset charset =
        extended.group(1).equalsIgnoreCase("UTF-8")
            ? StandardCharsets.UTF_8
            : StandardCharsets.ISO_8859_1;
    return URLDecoder.decode(extended.group(2), charset);
  }
}
