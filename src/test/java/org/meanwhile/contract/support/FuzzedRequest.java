package org.meanwhile.contract.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A request that is generated from the OpenAPI document and changed at random places.
 *
 * @param offPath whether its path or method was changed, so that it may reach another resource
 * @param misframed whether it declares more or fewer bytes than it has
 */
public record FuzzedRequest(String verb, byte[] bytes, boolean offPath, boolean misframed) {
  private static final List<String> SEGMENTS =
      List.of(
          "%00",
          "%2f",
          "..",
          "%2e%2e",
          "%",
          "%zz",
          ";a=b",
          "/",
          "\\",
          "%F0%28",
          "%C0%AF",
          "é",
          "{x}",
          "%7Bx%7D",
          "%0d%0aX:%20y",
          "'",
          "%27%20OR%201=1",
          "%24%7B7*7%7D",
          "x".repeat(3000),
          "a/".repeat(300),
          "?",
          "#",
          "%F0%9F%98%80",
          "|",
          "\"<>");

  private static final List<String> FIELDS =
      List.of(
          "Accept",
          "Accept-Language",
          "Accept-Encoding",
          "Accept-Charset",
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Cookie",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-Range",
          "Range",
          "Idempotency-Key",
          "Last-Event-ID",
          "POE",
          "Referer",
          "Date",
          "Upgrade",
          "TE",
          "User-Agent",
          "X-HTTP-Method-Override");

  private static final List<String> VALUES =
      List.of(
          "",
          "*",
          "\"",
          "\"\"",
          "W/\"1\"",
          "W/",
          "a,,b",
          ",,,,",
          ";;;=",
          "=",
          "$a=b; $Version=x; a=\"",
          "é\u0080ÿ",
          "\u0001\u007F",
          "\t",
          "bytes=0-",
          "bytes=-1",
          "bytes=9-1",
          "bytes=0-0,5-5",
          "bytes=99999999999999999999-99999999999999999999",
          "lines=1-2",
          "Thu, 01 Jan 1970 00:00:00 GMT",
          "Thu, 99 Foo 99999 99:99:99 GMT",
          "-9223372036854775808",
          "99999999999999999999",
          "text/html;q=abc",
          "text/html;q=5",
          "*/*;q=0",
          "application/json;q=0.0001",
          "application/json; charset=\"",
          "application/json; charset=no-such",
          "image/*",
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=\"",
          "multipart/form-datax; boundary=b",
          "multipart/mixed; boundary=b",
          "multipart/form-data; boundary=" + "b".repeat(5000),
          "x".repeat(6000),
          '"' + "x".repeat(6000) + '"',
          "\"a\",".repeat(1400) + "\"a\"",
          "a/b,".repeat(1500) + "a/b",
          "wait=1",
          "wait=-1",
          "wait=\"",
          "wait;wait=;=1",
          "respond-async, wait=x",
          "%s%n${jndi:ldap://127.0.0.1/a}");

  /** Generates requests for a method; the same random numbers yield the same requests. */
  public static final class Generator {
    private final OpenApiDocument.Method method;
    private final FuzzedJson json;
    private final FuzzedForm form;
    private final Map<String, List<String>> known;
    private final Random random;

    /**
     * @param known values for the parameters of paths
     */
    public Generator(
        OpenApiDocument description,
        OpenApiDocument.Method method,
        Map<String, List<String>> known,
        Random random) {
      this.method = method;
      this.known = known;
      this.random = random;
      json = new FuzzedJson(description, random);
      form = new FuzzedForm(json, random);
    }

    public FuzzedRequest next() {
      boolean otherVerb = once(40);
      boolean otherPath = once(6);
      String verb =
          otherVerb ? any(List.of("GET", "DELETE", "PATCH", "FOO", "TRACE")) : method.verb();
      String path = otherPath ? broken(path()) : path();
      Map<String, String> fields = fields();
      byte[] body = body(fields);
      boolean misframed = frame(fields, body);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes((verb + " " + path + query() + " HTTP/1.1\r\n").getBytes(UTF_8));
      fields.forEach(
          (name, value) -> bytes.writeBytes((name + ": " + value + "\r\n").getBytes(ISO_8859_1)));
      bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
      bytes.writeBytes(body);
      return new FuzzedRequest(
          verb, bytes.toByteArray(), otherVerb || otherPath || once(1000), misframed);
    }

    private boolean once(int in) {
      return random.nextInt(in) == 0;
    }

    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private String path() {
      String path = method.template();
      for (Map.Entry<String, List<String>> each : known.entrySet()) {
        path = path.replace('{' + each.getKey() + '}', any(each.getValue()));
      }
      return path;
    }

    private String broken(String path) {
      int at = 1 + random.nextInt(path.length());
      return path.substring(0, at) + any(SEGMENTS) + path.substring(at);
    }

    private String query() {
      List<String> pairs = new ArrayList<>();
      for (Map<String, Object> parameter : method.parametersIn("query")) {
        if (once(3)) {
          Object good = parameter.getOrDefault("example", "AAAA");
          String value = once(2) ? any(VALUES) : good.toString();
          pairs.add(parameter.get("name") + "=" + URLEncoder.encode(value, UTF_8));
        }
      }
      if (once(8)) {
        pairs.add(any(SEGMENTS).replace("#", "") + "=" + any(SEGMENTS).replace("#", ""));
      }
      return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private Map<String, String> fields() {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put(
          "Host",
          once(60) ? any(List.of("", "evil.example", "a b", "[::1", "1:2:3", "é")) : "localhost");
      for (Map<String, Object> parameter : method.parametersIn("header")) {
        if (once(2)) {
          fields.put(parameter.get("name").toString(), any(VALUES));
        }
      }
      while (once(3)) {
        fields.put(any(FIELDS), any(VALUES));
      }
      if (once(50)) {
        fields.put(once(2) ? "X-" + "y".repeat(7000) : "X Y", any(VALUES));
      }
      return fields;
    }

    private byte[] body(Map<String, String> fields) {
      if (method.multipart() && once(3)) {
        fields.putIfAbsent("Content-Type", "multipart/form-data; boundary=" + FuzzedForm.BOUNDARY);
        return form.body(method.json());
      }
      if (method.json() != null) {
        fields.putIfAbsent("Content-Type", "application/json");
        return json.body(method.json());
      }
      return once(20) ? FuzzedJson.nasty(random).getBytes(UTF_8) : new byte[0];
    }

    private boolean frame(Map<String, String> fields, byte[] body) {
      if (body.length == 0 && !once(20)) {
        return false;
      }
      if (!once(15)) {
        fields.put("Content-Length", Integer.toString(body.length));
        return false;
      }
      switch (random.nextInt(4)) {
        case 0 -> fields.put("Content-Length", Integer.toString(body.length + 10));
        case 1 ->
            fields.put("Content-Length", any(List.of("-1", "x", "1e3", "99999999999999999999")));
        case 2 -> fields.put("Transfer-Encoding", "chunked");
        default -> fields.put("Transfer-Encoding", any(VALUES));
      }
      return true;
    }
  }

  public boolean bodiless() {
    return verb.equals("HEAD");
  }

  public boolean upgrades() {
    return new String(bytes, ISO_8859_1).contains("\r\nUpgrade: ");
  }

  /** The beginning of the request, for messages. */
  @Override
  public String toString() {
    String text = new String(bytes, UTF_8).replaceAll("(.{1,8}?)\\1{30,}", "$1…");
    return text.length() > 3000 ? text.substring(0, 3000) + "…" : text;
  }
}
