package org.meanwhile.api.json;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.operation.catalogue.StrictJson;
import org.meanwhile.platform.Settings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON (RFC 8259), strictly and within limits. Safe for many threads. */
@ApplicationScoped
public class Json {
  /** RFC 8259, section 8.1: a reader may ignore it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final int MAX_NUMBER_CHARS = 1000;

  private JsonMapper mapper;
  private int maxBytes;

  /** For the container's proxy. */
  protected Json() {}

  /** Limits as {@link JsonSettings} has them. */
  @Inject
  public Json(Settings settings) {
    this.maxBytes = settings.get(JsonSettings.BODY_MAX_BYTES);
    this.mapper =
        StrictJson.mapper(
            StreamReadConstraints.builder()
                .maxNestingDepth(settings.get(JsonSettings.MAX_DEPTH))
                .maxNumberLength(MAX_NUMBER_CHARS)
                .maxStringLength(maxBytes)
                .build());
  }

  /**
   * Reads a request body to its end.
   *
   * @throws Problem 413 when the body has more than {@code meanwhile.body.max-bytes}; 400 when it
   *     is empty, not UTF-8, not well-formed, or nested more deeply than {@code
   *     meanwhile.json.max-depth}
   */
  public JsonNode read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new Problem(
          ProblemType.CONTENT_TOO_LARGE, "JSON may have at most " + maxBytes + " bytes");
    }
    String text = decode(bytes);
    try {
      JsonNode tree = mapper.readTree(text);
      if (tree == null || tree.isMissingNode()) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the body is empty");
      }
      return tree;
    } catch (StreamConstraintsException | NumberFormatException e) {
      // The parser lets a NumberFormatException through when an exponent is beyond an int.
      throw new Problem(
          ProblemType.MALFORMED_REQUEST,
          "the JSON is nested too deeply, or has too long a number or name");
    } catch (JacksonException e) {
      throw new Problem(
          ProblemType.MALFORMED_REQUEST, "the body is not well-formed JSON" + place(e));
    }
  }

  /** How many bytes a body, or a line of one, may have. */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Decodes UTF-8, the only encoding of RFC 8259, section 8.1. The parser would guess other
   * encodings, and would accept overlong sequences, which hide text from stricter readers such as a
   * proxy's filter.
   */
  private static String decode(byte[] bytes) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the JSON is not in UTF-8");
    }
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : ": line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** An empty object to be filled. */
  public ObjectNode object() {
    return mapper.createObjectNode();
  }

  /** Parses text of this server, without the limits on a body's bytes. */
  public JsonNode tree(String json) {
    return mapper.readTree(json);
  }

  /** The tree in UTF-8. */
  public byte[] write(JsonNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
