package org.meanwhile.operation.catalogue;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import tools.jackson.databind.JsonNode;

/** The canonical form of JSON (RFC 8785): equal texts for equal values. */
final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The canonical form of an object or array. Empty when it has a number that no double of IEEE 754
   * holds, such as 9007199254740993: RFC 8785 (section 3.2.2.3) would write it as another number,
   * and so make two inputs equal that are not.
   */
  static Optional<String> of(String json) {
    try {
      return isExact(Json.parse(json))
          ? Optional.of(new JsonCanonicalizer(json).getEncodedString())
          : Optional.empty();
    } catch (InvalidInput | IOException e) {
      throw new IllegalArgumentException("an input that was validated is no JSON", e);
    }
  }

  private static boolean isExact(JsonNode node) throws IOException {
    if (node.isNumber()) {
      return isExact(node.decimalValue());
    }
    for (JsonNode child : node) {
      if (!isExact(child)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isExact(BigDecimal number) throws IOException {
    double nearest = number.doubleValue();
    return Double.isFinite(nearest)
        && new BigDecimal(NumberToJSON.serializeNumber(nearest)).compareTo(number) == 0;
  }
}
