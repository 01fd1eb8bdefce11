package org.meanwhile.api.download;

import java.util.Arrays;

/** The field by which a node tells its proxy to send a file. */
enum ProxyHeader {
  NONE("none"),
  X_ACCEL_REDIRECT("X-Accel-Redirect"),
  X_SENDFILE("X-Sendfile");

  private final String field;

  ProxyHeader(String field) {
    this.field = field;
  }

  String field() {
    return field;
  }

  /** The one with this name; null when there is none. */
  static ProxyHeader parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.field.equalsIgnoreCase(text))
        .findFirst()
        .orElse(null);
  }
}
