package org.meanwhile.builtin.bulk;

import java.util.Locale;

/** What is done to each of the jobs. */
enum BulkAction {
  CANCEL,
  RERUN,
  DELETE_OUTPUT,
  SUSPEND,
  RESUME;

  /** As the input has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static BulkAction of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
