package org.meanwhile.job.delivery;

import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How the secrets of callbacks are kept. */
public final class DeliverySettings implements SettingsGroup {
  private static final int KEY_BYTES = 32;
  private static final int MAX_KEYS = 8;

  public static final Setting<List<SecretKey>> SECRET_KEYS =
      Setting.declare(
          "callback.secret-keys",
          "",
          text -> text.isEmpty() ? List.of() : Setting.each(text, DeliverySettings::key),
          keys -> keys.size() <= MAX_KEYS,
          "up to 8 keys, each the base64 of 32 bytes, with commas between",
          "The keys that seal the secrets of callbacks in the database (AES-256-GCM). The first "
              + "seals, all open. Set the same keys on all nodes, and not before each of them runs "
              + "a version that knows this setting. Without a key the secrets are stored as they "
              + "are. See [Security](security.md#not-defended).");

  private static SecretKey key(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("not " + KEY_BYTES + " bytes");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  @Override
  public String title() {
    return "Secrets of callbacks";
  }
}
