package org.meanwhile.api.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field {@code Accept} (RFC 9110, section 12.5.1). Parameters of media ranges are ignored but
 * for the weight; what cannot be read is ignored, and a weight that cannot be read is 1.
 */
public final class Accept {
  private static final String JSON = "application/json";

  /**
   * Problems and documents come from the same methods, and generated clients name one of the two
   * only. The second is no range of the RFC, but clients send it.
   */
  private static final List<String> KINDS_OF_JSON =
      List.of("application/problem+json", "application/*+json");

  /** The quantifiers are possessive: each that can backtrack takes stack. */
  private static final Pattern RANGE =
      Pattern.compile(
          "\\s*+([^\\s,;/\"]++(?:/[^\\s,;/\"]++)?+)\\s*+((?:;(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+)?+)(?:,|$)");

  private static final Pattern WEIGHT =
      Pattern.compile("(?i);\\s*+q\\s*+=\\s*+([0-9]{0,3}(?:[.][0-9]{0,9})?)\\s*+(?:;|$)");

  private final Map<String, Double> weights = new HashMap<>();

  private Accept() {}

  /**
   * Reads the field.
   *
   * @param lines null when there is none, which accepts everything
   */
  public static Accept of(List<String> lines) {
    Accept accept = new Accept();
    for (String line : lines == null ? List.<String>of() : lines) {
      Matcher range = RANGE.matcher(line);
      while (range.find()) {
        String type = range.group(1).toLowerCase(Locale.ROOT);
        accept.weights.merge(type.equals("*") ? "*/*" : type, weight(range.group(2)), Math::max);
      }
    }
    return accept;
  }

  private static double weight(String parameters) {
    Matcher weight = WEIGHT.matcher(parameters);
    if (!weight.find()) {
      return 1;
    }
    try {
      return Double.parseDouble(weight.group(1));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /**
   * Whether a response of this media type is acceptable. The most specific range decides; {@code
   * application/problem+json} and {@code application/*+json} accept JSON as well.
   */
  public boolean accepts(String mediaType) {
    if (weights.isEmpty()) {
      return true;
    }
    Double exact = weights.get(mediaType);
    if (exact != null) {
      return exact > 0;
    }
    if (mediaType.equals(JSON)
        && KINDS_OF_JSON.stream().anyMatch(kind -> weights.getOrDefault(kind, 0.0) > 0)) {
      return true;
    }
    String wholeType = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    return weights.getOrDefault(wholeType, weights.getOrDefault("*/*", 0.0)) > 0;
  }
}
