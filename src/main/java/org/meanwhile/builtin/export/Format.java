package org.meanwhile.builtin.export;

/** The formats in which rows are written. */
public enum Format {
  /** RFC 4180, UTF-8, with a header. */
  CSV("text/csv; charset=utf-8"),
  /** One JSON object a line. */
  NDJSON("application/x-ndjson");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }
}
