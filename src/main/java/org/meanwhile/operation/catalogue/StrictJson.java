package org.meanwhile.operation.catalogue;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How all JSON that clients send is read (RFC 8259): an object with two members of the same name is
 * refused, so is anything behind the end of the document, and numbers keep all their digits.
 */
public final class StrictJson {
  private StrictJson() {}

  /** A mapper within limits of nesting and of length. Safe for many threads. */
  public static JsonMapper mapper(StreamReadConstraints limits) {
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }
}
