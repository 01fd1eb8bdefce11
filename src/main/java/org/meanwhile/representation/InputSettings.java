package org.meanwhile.representation;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Who may read what jobs were given. */
public final class InputSettings implements SettingsGroup {

  public static final Setting<Boolean> OPERATORS =
      Setting.flag(
          "input.operators",
          true,
          "Whether operators may read the input and the file of other callers' jobs "
              + "(`GET /job/{id}/input`). Members that the schema of the operation marks as "
              + "`writeOnly` are shown to nobody. Where it is `false`, operators are answered 403.");

  @Override
  public String title() {
    return "Inputs";
  }
}
