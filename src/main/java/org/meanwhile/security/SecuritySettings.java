package org.meanwhile.security;

import java.util.Objects;
import java.util.function.Function;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Who may connect, and by which credentials. */
public final class SecuritySettings implements SettingsGroup {

  public static final Setting<SecurityMode> MODE =
      Setting.declare(
          "security.mode",
          "local",
          SecurityMode::named,
          Objects::nonNull,
          "one of local, jwt and token",
          "Who may connect: clients on this machine without credentials (`local`), callers with a "
              + "JSON Web Token of an identity provider (`jwt`), or callers with a token of the "
              + "token file (`token`). Other requests are answered with 403 in mode `local`, else 401. "
              + "See [Security](security.md).");

  public static final Setting<String> TOKEN_FILE =
      Setting.declare(
          "security.token-file",
          "",
          Function.identity(),
          file -> true,
          "the path of a file of at most 1 MiB and 1000 tokens",
          "The file with the hashes of static tokens. Must be set in mode `token`. It is read "
              + "again within two seconds of a change.");

  @Override
  public String title() {
    return "Security";
  }
}
