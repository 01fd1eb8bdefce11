package org.meanwhile.edge.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Bytes that a proxy and a node might cut into requests differently.
 *
 * @param template the bytes, with the placeholders that {@code edge/messages.txt} explains
 * @param refused whether the proxy must answer 4xx, or close the connection
 * @param mayBeSeen whether what is hidden may be run as a request, if the proxy has seen it as one
 */
public record Attack(String name, String template, boolean refused, boolean mayBeSeen) {
  private static final Pattern LENGTH = Pattern.compile("\\{n(?:\\+(5|2\\^32|2\\^64))?}");
  private static final Pattern FILL = Pattern.compile("\\{([0-9]{2,})}");

  /** The request in the body of another: it creates a job, so what runs it leaves a trace. */
  public record Hidden(String id, String text) {

    public static Hidden of(String token) {
      String id = UUID.randomUUID().toString();
      String job = "{\"operation\":\"simulate\"}";
      String text =
          String.join(
              "\r\n",
              "PUT /job/" + id + " HTTP/1.1",
              "Host: localhost",
              "Authorization: Bearer " + token,
              "Content-Type: application/json",
              "Content-Length: " + job.length(),
              "",
              job);
      return new Hidden(id, text);
    }
  }

  /** The bytes to send. */
  public byte[] bytes(String token, Hidden hidden) {
    int length = hidden.text().length();
    String outer = "Host: localhost\r\nAuthorization: Bearer " + token;
    String text =
        LENGTH.matcher(template).replaceAll(found -> plus(length, found.group(1)).toString());
    text = FILL.matcher(text).replaceAll(found -> "x".repeat(Integer.parseInt(found.group(1))));
    return text.replace("{hex}", Integer.toHexString(length))
        .replace("{outer}", outer)
        .replace("{hidden}", hidden.text())
        .getBytes(UTF_8);
  }

  private static BigInteger plus(int length, String more) {
    BigInteger sum = BigInteger.valueOf(length);
    if (more == null) {
      return sum;
    }
    return sum.add(
        more.startsWith("2^")
            ? BigInteger.TWO.pow(Integer.parseInt(more.substring(2)))
            : new BigInteger(more));
  }

  @Override
  public String toString() {
    return name;
  }
}
