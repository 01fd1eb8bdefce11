package org.meanwhile.builtin.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The reasons for which a file is missing from the archive, or not as it was. */
enum BackupWarning {
  VANISHED("vanished"),
  UNREADABLE("could not be read"),
  LINK_OUTWARDS("left out, a link that leads out"),
  SPECIAL("left out, neither file, directory nor link"),
  TOO_DEEP("left out, too deep"),
  NAME_TOO_LONG("left out, its name too long"),
  CHANGED("changed while it was read"),
  CUT_SHORT("could be read in part only");

  private final String text;

  BackupWarning(String text) {
    this.text = text;
  }

  /**
   * The warning for a file that could not be read.
   *
   * @param failure null, an unknown failure, is {@link #UNREADABLE}
   */
  static BackupWarning of(@Nullable IOException failure) {
    return failure instanceof NoSuchFileException ? VANISHED : UNREADABLE;
  }

  @Override
  public String toString() {
    return text;
  }
}
