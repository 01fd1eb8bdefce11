package org.meanwhile.platform;

import java.time.Duration;

/** Values that are allowed each by itself, but not together. */
final class SettingConflicts {
  private SettingConflicts() {}

  /**
   * Lets settings pass that agree with each other.
   *
   * @throws IllegalArgumentException one line that names those that do not
   */
  static void refuse(Settings settings) {
    if (settings
            .get(Settings.WORK_DEAD_AFTER)
            .compareTo(settings.get(Settings.WORK_HEARTBEAT).multipliedBy(2))
        < 0) {
      throw new IllegalArgumentException(
          Settings.WORK_DEAD_AFTER.name()
              + " must be at least twice "
              + Settings.WORK_HEARTBEAT.name());
    }
    refuseAbove(settings, Settings.RETAIN, Settings.RETAIN_MAX);
    refuseAbove(settings, Settings.TIMEOUT, Settings.TIMEOUT_MAX);
    refuseAbove(settings, Settings.SHARE, Settings.SHARE_MAX);
    if (settings.get(Settings.PROXY)
        && settings.get(Settings.SECURITY_MODE) == SecurityMode.LOCAL) {
      // Every request would come from the proxy's machine, whoever sent it.
      throw new IllegalArgumentException(
          Settings.SECURITY_MODE.name()
              + " must be jwt or token where "
              + Settings.PROXY.name()
              + " is true");
    }
  }

  private static void refuseAbove(
      Settings settings, Setting<Duration> setting, Setting<Duration> most) {
    if (settings.get(setting).compareTo(settings.get(most)) > 0) {
      throw new IllegalArgumentException(setting.name() + " must not exceed " + most.name());
    }
  }
}
