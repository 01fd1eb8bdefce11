package org.meanwhile.api.json;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Limits of the JSON in a request. */
public final class JsonSettings implements SettingsGroup {

  public static final Setting<Integer> BODY_MAX_BYTES =
      Setting.number(
          "body.max-bytes",
          1 << 20,
          1 << 10,
          1 << 26,
          "The largest JSON document of a request, in bytes. A larger one is answered with 413.");

  public static final Setting<Integer> MAX_DEPTH =
      Setting.number(
          "json.max-depth",
          50,
          5,
          500,
          "How deep arrays and objects may be nested in the JSON of a request. Deeper JSON is "
              + "answered 400.");

  @Override
  public String title() {
    return "JSON";
  }
}
