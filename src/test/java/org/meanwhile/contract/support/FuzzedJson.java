package org.meanwhile.contract.support;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** JSON that is generated from a schema and broken at random places. */
public final class FuzzedJson {
  private static final List<String> NASTY =
      List.of(
          "null",
          "true",
          "-1",
          "-0",
          "0.1",
          "1e999999999",
          "-1E-999999999",
          "1e400",
          "1e2147483648",
          "0e-9999999999",
          "9223372036854775808",
          "99999999999999999999999999",
          "1".repeat(1001),
          "\"\"",
          "\" \"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\"",
          "\"\\r\\nX: y\"",
          "\"é€😀\"",
          "\"" + "x".repeat(5000) + "\"",
          "\"' OR 1=1 --\"",
          "\"${7*7}#{7*7}{x}%s%n\"",
          "\"<script>alert(1)</script>\"",
          "\"../../../etc/passwd\"",
          "\"PT99999999999999999999H\"",
          "\"P-1D\"",
          "\"2026-13-45T99:99:99Z\"",
          "\"+999999999-12-31T23:59:59+18:00\"",
          "\"http://127.0.0.1:22/\"",
          "\"http://[::ffff:7f00:1]/\"",
          "\"file:///etc/passwd\"",
          "\"http://a" + ".a".repeat(3000) + "/\"",
          "[]",
          "{}",
          "[[[[[[]]]]]]",
          "[".repeat(60) + "]".repeat(60),
          "{\"a\":".repeat(60) + "1" + "}".repeat(60),
          "{\"\":{}}",
          "{\"a/b~c\":null,\"\\u0000\":1}",
          "{\"a\":1,\"a\":2}");

  private final OpenApiDocument description;
  private final Random random;

  public FuzzedJson(OpenApiDocument description, Random random) {
    this.description = description;
    this.random = random;
  }

  public static String nasty(Random random) {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  /** Returns a body, most often an invalid one. */
  public byte[] body(Map<String, Object> schema) {
    String text = value("", schema);
    byte[] bytes = (random.nextInt(3) == 0 ? torn(text) : text).getBytes(UTF_8);
    return switch (random.nextInt(40)) {
      case 0 -> text.getBytes(UTF_16);
      case 1 -> (text + " ".repeat(1_100_000)).getBytes(UTF_8);
      case 2 -> new byte[0];
      case 3, 4 -> flipped(bytes);
      default -> bytes;
    };
  }

  private String value(String name, Map<String, Object> unresolved) {
    Map<String, Object> schema = description.resolved(unresolved);
    if (random.nextInt(10) == 0 || name.equals("url")) {
      return nasty(random);
    }
    return switch (name) {
      case "operation" -> random.nextInt(4) == 0 ? "\"sort\"" : "\"simulate\"";
      case "startAt" -> '"' + Client.TOMORROW + '"';
      case "input" -> input();
      case "labels" -> "{\"fuzz\":" + (random.nextInt(5) == 0 ? nasty(random) : "\"1\"") + "}";
      default -> plain(schema);
    };
  }

  private String plain(Map<String, Object> schema) {
    if ("object".equals(schema.get("type"))) {
      return object(schema);
    }
    if (schema.get("example") != null && random.nextBoolean()) {
      return '"' + schema.get("example").toString() + '"';
    }
    return "integer".equals(schema.get("type")) ? "" + random.nextInt(200) : "\"PT1H\"";
  }

  private String object(Map<String, Object> schema) {
    List<String> members = new ArrayList<>();
    OpenApiDocument.child(schema, "properties")
        .forEach(
            (name, property) -> {
              // A job without a start time would be run.
              if (List.of("operation", "startAt").contains(name) || random.nextInt(3) == 0) {
                members.add('"' + name + "\":" + value(name, cast(property)));
              }
            });
    if (random.nextInt(12) == 0) {
      members.add(nasty(random).startsWith("\"") ? nasty(random) : "\"unknown\":1");
    }
    return '{' + String.join(",", members) + '}';
  }

  private String input() {
    List<String> members = new ArrayList<>();
    for (String name :
        List.of("duration", "steps", "outputBytes", "mediaType", "failAtStep", "unique", "no")) {
      if (random.nextInt(4) == 0) {
        members.add('"' + name + "\":" + (random.nextBoolean() ? nasty(random) : "1"));
      }
    }
    return '{' + String.join(",", members) + '}';
  }

  private String torn(String text) {
    int at = text.isEmpty() ? 0 : random.nextInt(text.length());
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + nasty(random) + text.substring(at);
      case 2 -> text + nasty(random);
      case 3 -> text.replaceFirst("\\{", "{\"operation\":\"simulate\",");
      default -> "\uFEFF" + text;
    };
  }

  private byte[] flipped(byte[] bytes) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object property) {
    return (Map<String, Object>) property;
  }
}
