package org.meanwhile.api.http;

import java.util.LinkedHashMap;
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

  /** In the order of the field. */
  private final Map<String, Double> weights = new LinkedHashMap<>();

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
        accept.weights.merge(type.equals("*") ? "*/*" : type, weightOf(range.group(2)), Math::max);
      }
    }
    return accept;
  }

  private static double weightOf(String parameters) {
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
   * Whether a response of this media type is acceptable: whether its {@link #weight} is above 0.
   * {@code application/problem+json} and {@code application/*+json} accept JSON as well.
   */
  public boolean accepts(String mediaType) {
    return weight(mediaType) > 0;
  }

  /**
   * The weight of a media type, from 0, not acceptable, to 1. A range that names the type counts
   * before {@code type/*}, and that before {@code *}{@code /*}: {@code text/html;q=0, *}{@code /*}
   * refuses HTML.
   */
  private double weight(String mediaType) {
    if (weights.isEmpty()) {
      return 1;
    }
    Double exact = weights.get(mediaType);
    if (exact != null) {
      return exact;
    }
    double similar = mediaType.equals(JSON) ? highest(KINDS_OF_JSON) : 0;
    if (similar > 0) {
      return similar;
    }
    String wholeType = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    return weights.getOrDefault(wholeType, weights.getOrDefault("*/*", 0.0));
  }

  private double highest(List<String> ranges) {
    return ranges.stream().mapToDouble(range -> weights.getOrDefault(range, 0.0)).max().orElse(0);
  }

  /**
   * Whether the client prefers one kind of document to another. A kind has several names, and the
   * client may know one of them only: the weight of a kind is the highest that a name of it has,
   * or, when none is named, the highest that a range gives to it. Of equal weights the kind counts
   * that is named first, and with neither named the answer is no.
   */
  public boolean prefers(List<String> kind, List<String> other) {
    double weight = weight(kind);
    double otherWeight = weight(other);
    if (weight != otherWeight) {
      return weight > otherWeight;
    }
    return weights.entrySet().stream()
        .filter(range -> range.getValue() > 0)
        .map(Map.Entry::getKey)
        .filter(range -> kind.contains(range) || other.contains(range))
        .findFirst()
        .filter(kind::contains)
        .isPresent();
  }

  /** Whether the client names one of these media types, and accepts it. */
  public boolean names(List<String> mediaTypes) {
    return highest(mediaTypes) > 0;
  }

  private double weight(List<String> kind) {
    List<String> named = kind.stream().filter(weights::containsKey).toList();
    return (named.isEmpty() ? kind : named).stream().mapToDouble(this::weight).max().orElse(0);
  }
}
