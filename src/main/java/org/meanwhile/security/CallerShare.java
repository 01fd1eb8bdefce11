package org.meanwhile.security;

import java.util.Optional;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.Settings;

/**
 * How many of the places of a node one caller may take, where each may be taken for long: so many
 * as a setting says, else all but a quarter. So the next caller need not wait until one of the
 * first caller's is free again, which may be a week.
 *
 * <p>A single place is shared by turns alone: whoever has it keeps it until it is done. In mode
 * {@code local} there is one caller, and nobody to keep places for.
 */
public record CallerShare(Optional<Integer> most, boolean oneCaller) {
  private static final int KEPT_ONE_OF = 4;

  /** The share that a setting gives; all but a quarter when the setting is empty. */
  public static CallerShare of(Settings settings, Setting<Optional<Integer>> most) {
    return new CallerShare(
        settings.get(most), settings.get(SecuritySettings.MODE) == SecurityMode.LOCAL);
  }

  /** The share of so many places; at least 1. */
  public int of(int places) {
    if (most.isPresent() || oneCaller) {
      return Math.min(places, most.orElse(places));
    }
    return Math.max(1, places - Math.max(1, places / KEPT_ONE_OF));
  }
}
