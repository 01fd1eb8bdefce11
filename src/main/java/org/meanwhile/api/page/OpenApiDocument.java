package org.meanwhile.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.platform.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The description of the API as bytes, in two parts: what stands before the URL of its one server,
 * and what stands behind it. So a response with another URL costs no more than copying bytes.
 * Immutable.
 */
final class OpenApiDocument {
  private static final Pattern SERVER =
      Pattern.compile("^servers:\\n  - url: (\\S+)$", Pattern.MULTILINE);

  /** Stands for the URL while JSON is written; its letters are escaped nowhere. */
  private static final String PLACEHOLDER = "the-url-of-this-server";

  private final byte[] before;
  private final byte[] after;
  private final String digest;

  private OpenApiDocument(String text, int urlStart, int urlEnd) {
    before = text.substring(0, urlStart).getBytes(StandardCharsets.UTF_8);
    after = text.substring(urlEnd).getBytes(StandardCharsets.UTF_8);
    digest = Sha256.hex(text);
  }

  /** Reads the YAML of the WAR, {@code openapi/openapi.yaml} in the sources. */
  static String written() throws IOException {
    try (InputStream in =
        OpenApiDocument.class.getClassLoader().getResourceAsStream("META-INF/openapi.yaml")) {
      if (in == null) {
        throw new IOException("META-INF/openapi.yaml is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * The document as it is written.
   *
   * @param yaml a document whose one server is its only entry of {@code servers}
   */
  static OpenApiDocument yaml(String yaml) {
    Matcher server = SERVER.matcher(yaml);
    if (!server.find()) {
      throw new IllegalArgumentException("there is no URL of a server in the document");
    }
    return new OpenApiDocument(yaml, server.start(1), server.end(1));
  }

  /** The same document in JSON, for tools that read no YAML. */
  static OpenApiDocument json(String yaml) {
    JsonNode document = YAMLMapper.shared().readTree(yaml);
    ((ObjectNode) document.get("servers").get(0)).put("url", PLACEHOLDER);
    String json = JsonMapper.shared().writeValueAsString(document);
    int start = json.indexOf('"' + PLACEHOLDER + '"');
    return new OpenApiDocument(json, start, start + PLACEHOLDER.length() + 2);
  }

  /**
   * The document for clients that know this server by that URL.
   *
   * @param url without a slash at its end
   */
  byte[] bytes(String url) {
    // A string of JSON is one of YAML, too.
    byte[] quoted = JsonMapper.shared().writeValueAsBytes(url);
    byte[] document = Arrays.copyOf(before, before.length + quoted.length + after.length);
    System.arraycopy(quoted, 0, document, before.length, quoted.length);
    System.arraycopy(after, 0, document, before.length + quoted.length, after.length);
    return document;
  }

  /** The opaque tag of {@link #bytes} for the same URL. */
  String version(String url) {
    return Sha256.hex(digest + url).substring(0, 32);
  }
}
