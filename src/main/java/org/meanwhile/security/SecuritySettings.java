package org.meanwhile.security;

import java.util.Objects;
import java.util.function.Function;
import org.meanwhile.platform.SecurityMode;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Who may connect. */
public final class SecuritySettings implements SettingsGroup {

  public static final Setting<SecurityMode> MODE =
      Setting.declare(
          "security.mode",
          "local",
          SecurityMode::named,
          Objects::nonNull,
          "one of local, jwt and token",
          "who may come in: `local` (this machine), `jwt` or `token`");

  public static final Setting<String> TOKEN_FILE =
      Setting.declare(
          "security.token-file",
          "",
          Function.identity(),
          file -> true,
          "a file",
          "the file of static tokens, in mode `token`");

  @Override
  public String title() {
    return "Security";
  }
}
