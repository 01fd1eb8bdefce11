package org.meanwhile.security;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.SettingsGroup;

/** Who may connect, by which credentials, and which operations may be used. */
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

  public static final Setting<Set<String>> OPERATIONS =
      Setting.declare(
          "operations",
          "",
          SecuritySettings::names,
          Objects::nonNull,
          "names of operations with commas between",
          "The operations that this node offers and runs. Any other is answered as one that does "
              + "not exist; jobs of it that wait already go on waiting, for a node that offers it. "
              + "Empty: all that the node has, but `simulate` only while "
              + "`meanwhile.security.mode` is `local`.");

  public static final SettingRow OPERATION_GROUPS =
      new SettingRow(
          OPERATIONS.name() + ".<name>.groups",
          "",
          "names of groups with commas between",
          "Who may request this operation: callers in one of these groups of their token. For "
              + "others it is not in the catalogue, and a request is answered with 403. Without it, "
              + "every caller.");

  @Override
  public String title() {
    return "Security";
  }

  /** Names with commas between; null when one of them is empty. */
  static @Nullable Set<String> names(String text) {
    if (text.isEmpty()) {
      return Set.of();
    }
    List<String> names = Setting.each(text, Function.identity());
    return names.contains("") ? null : Set.copyOf(new HashSet<>(names));
  }
}
