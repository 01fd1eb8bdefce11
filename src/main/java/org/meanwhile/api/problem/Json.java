package org.meanwhile.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.meanwhile.platform.Settings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON (RFC 8259), strictly and within limits. */
@ApplicationScoped
public class Json {
  /** The media type of everything but problems and outputs. */
  public static final String JSON = MediaType.APPLICATION_JSON;

  /** The media type of problems (RFC 9457, section 3). */
  public static final String PROBLEM = "application/problem+json";

  /** May be ignored by whoever reads, says section 8.1. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final int NUMBER_CHARS = 1000;

  private JsonMapper mapper;
  private int bodyBytes;

  /** For the container's proxy. */
  protected Json() {}

  /** JSON within the limits of the settings. */
  @Inject
  public Json(Settings settings) {
    this.bodyBytes = settings.get(JsonSettings.BODY_MAX_BYTES);
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(settings.get(JsonSettings.MAX_DEPTH))
            .maxNumberLength(NUMBER_CHARS)
            .maxStringLength(bodyBytes)
            .build();
    this.mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  /**
   * Reads a body.
   *
   * @throws Problem when it is too large, no JSON, or nested too deeply
   */
  public JsonNode read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(bodyBytes + 1);
    if (bytes.length > bodyBytes) {
      throw new Problem(
          ProblemType.CONTENT_TOO_LARGE, "JSON may have at most " + bodyBytes + " bytes");
    }
    String text = text(bytes);
    try {
      JsonNode tree = mapper.readTree(text);
      if (tree == null || tree.isMissingNode()) {
        throw new Problem(ProblemType.MALFORMED_REQUEST, "the body is empty");
      }
      return tree;
    } catch (StreamConstraintsException | NumberFormatException e) {
      // The second of an exponent that no number can have: the parser lets it through.
      throw new Problem(
          ProblemType.MALFORMED_REQUEST,
          "the JSON is nested too deeply, or has too long a number or name");
    } catch (JacksonException e) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "the body is no well-formed JSON" + at(e));
    }
  }

  /**
   * As RFC 8259, section 8.1 has it. The parser would guess other encodings, and take sequences
   * that are longer than they need be, behind which another reader does not see what is written.
   */
  private static String text(byte[] bytes) {
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

  private static String at(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : ": line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** An empty object to be filled. */
  public ObjectNode object() {
    return mapper.createObjectNode();
  }

  /** Text of ours as a tree. */
  public JsonNode tree(String json) {
    return mapper.readTree(json);
  }

  /** A tree as bytes. */
  public byte[] write(JsonNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
