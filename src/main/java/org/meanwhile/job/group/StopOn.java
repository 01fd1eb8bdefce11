package org.meanwhile.job.group;

import java.util.Locale;

/** Which end of a member cancels the rest of its group. */
public enum StopOn {
  NEVER,
  FAILURE,
  SUCCESS;

  /** As a request has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static StopOn of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
