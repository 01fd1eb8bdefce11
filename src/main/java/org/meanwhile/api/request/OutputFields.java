package org.meanwhile.api.request;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.api.http.FileName;
import org.meanwhile.api.http.FormPart;
import org.meanwhile.api.http.ParameterizedField;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/** The fields of a request that sends an output. */
public final class OutputFields {
  public static final String OFFSET = "Upload-Offset";

  private static final String DIGEST = "Repr-Digest";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;\\s*[\\x20-\\x7E]*)?");
  private static final int MAX_MEDIA_TYPE_CHARS = 255;
  private static final String ANY_BYTES = "application/octet-stream";
  private static final int MAX_NAME_CHARS = 200;
  private static final Pattern SHA_256 =
      Pattern.compile("\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):\\s*(?:;.*)?");
  private static final Pattern OTHER_DIGEST =
      Pattern.compile("\\s*[a-z*][a-z0-9_.*-]*\\s*=\\s*:[A-Za-z0-9+/=]*:\\s*(?:;.*)?");
  private static final int SHA_256_BYTES = 32;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private OutputFields() {}

  /**
   * The media type of the output; {@code application/octet-stream} without one.
   *
   * @throws Problem 400 when it is none
   */
  public static String mediaType(HttpHeaders headers) {
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type == null || type.isBlank()) {
      return ANY_BYTES;
    }
    if (type.length() > MAX_MEDIA_TYPE_CHARS || !MEDIA_TYPE.matcher(type.strip()).matches()) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "Content-Type is not a media type");
    }
    return type.strip();
  }

  /** The file name in {@code Content-Disposition} (RFC 6266); empty when there is none. */
  public static Optional<String> fileName(HttpHeaders headers) {
    return ParameterizedField.read(headers.getHeaderString(HttpHeaders.CONTENT_DISPOSITION))
        .flatMap(FormPart::fileName)
        .flatMap(FileName::of)
        .filter(name -> !name.equals(".") && !name.equals("..") && !name.isBlank())
        .map(name -> name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS));
  }

  /**
   * The SHA-256 in {@code Repr-Digest} (RFC 9530), in lower-case hexadecimal; empty when the field
   * has none. Other algorithms are ignored (section 3).
   *
   * @throws Problem 400 when the field is malformed
   */
  public static Optional<String> sha256(HttpHeaders headers) {
    String field = headers.getHeaderString(DIGEST);
    if (field == null) {
      return Optional.empty();
    }
    Optional<String> found = Optional.empty();
    for (String member : Arrays.asList(field.split(","))) {
      Matcher sha256 =
          SHA_256.matcher(member.toLowerCase(Locale.ROOT).contains("sha-256") ? member : "");
      if (sha256.matches()) {
        found = Optional.of(hex(sha256.group(1)));
      } else if (!OTHER_DIGEST.matcher(member).matches()) {
        throw malformed();
      }
    }
    return found;
  }

  private static String hex(String base64) {
    try {
      byte[] digest = Base64.getDecoder().decode(base64);
      if (digest.length == SHA_256_BYTES) {
        return HexFormat.of().formatHex(digest);
      }
    } catch (IllegalArgumentException e) {
      // Answered below, as a digest of another length is.
    }
    throw malformed();
  }

  private static Problem malformed() {
    return new Problem(ProblemType.MALFORMED_REQUEST, DIGEST + " cannot be read");
  }

  /**
   * How many bytes the sender of a part believes to be here.
   *
   * @throws Problem 400 without such a number
   */
  public static long offset(HttpHeaders headers) {
    String field = headers.getHeaderString(OFFSET);
    if (field == null || !NUMBER.matcher(field.strip()).matches()) {
      throw new Problem(
          ProblemType.MALFORMED_REQUEST,
          OFFSET + " must say how many bytes of the output were sent before");
    }
    return Long.parseLong(field.strip());
  }
}
