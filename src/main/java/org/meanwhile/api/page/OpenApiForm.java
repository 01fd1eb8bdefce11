package org.meanwhile.api.page;

import java.util.List;
import org.meanwhile.api.http.Accept;

/** The forms in which the description of the API is served. */
enum OpenApiForm {
  JSON("application/json"),
  /** RFC 9512. Browsers would save it as a file. */
  YAML("application/yaml"),
  /** YAML that a browser shows. */
  PLAIN("text/plain;charset=UTF-8");

  private static final List<String> NAMES_OF_JSON =
      List.of("application/json", "application/vnd.oai.openapi+json", "application/openapi+json");

  private static final List<String> NAMES_OF_YAML =
      List.of(
          "application/yaml",
          "application/x-yaml",
          "application/vnd.oai.openapi",
          "application/vnd.oai.openapi+yaml",
          "application/openapi+yaml",
          "text/yaml",
          "text/x-yaml",
          "text/plain");

  private final String contentType;

  OpenApiForm(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /**
   * The form for a client: JSON or YAML as {@code format} asks, as MicroProfile OpenAPI has it, or
   * else as {@code Accept} prefers, and YAML as {@code text/plain} unless the client accepts {@code
   * application/yaml} rather. A client of none of these types gets {@code text/plain}: the field
   * says what is preferred (RFC 9110, section 12.5.1).
   *
   * @param format null when the query has none
   */
  static OpenApiForm of(Accept accept, String format) {
    if (format == null ? wantsJson(accept) : format.equalsIgnoreCase("json")) {
      return JSON;
    }
    return accept.prefers(List.of(YAML.contentType), List.of("text/plain")) ? YAML : PLAIN;
  }

  /**
   * Ranges such as {@code application/*} name no form: what counts is whether they have the text.
   */
  private static boolean wantsJson(Accept accept) {
    return accept.prefers(NAMES_OF_JSON, NAMES_OF_YAML)
        || !accept.names(NAMES_OF_YAML)
            && accept.prefers(List.of(JSON.contentType), List.of("text/plain"));
  }
}
