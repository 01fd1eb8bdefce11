package org.meanwhile.api.json;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Limits of JSON in a request. */
public final class JsonSettings implements SettingsGroup {

  public static final Setting<Integer> BODY_MAX_BYTES =
      Setting.number(
          "body.max-bytes", 1 << 20, 1 << 10, 1 << 26, "the largest JSON body of a request");

  public static final Setting<Integer> MAX_DEPTH =
      Setting.number("json.max-depth", 50, 5, 500, "the deepest nesting of JSON in a request");

  @Override
  public String title() {
    return "JSON";
  }
}
