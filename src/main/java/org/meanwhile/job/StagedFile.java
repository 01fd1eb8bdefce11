package org.meanwhile.job;

import java.util.Optional;

/**
 * A caller's file that is stored completely.
 *
 * @param shared whether it belongs to another job already; else it belongs to none yet
 */
public record StagedFile(
    StoredContent content, Optional<String> name, String mediaType, boolean shared) {

  /** A file that belongs to no job yet. */
  public StagedFile(StoredContent content, Optional<String> name, String mediaType) {
    this(content, name, mediaType, false);
  }
}
