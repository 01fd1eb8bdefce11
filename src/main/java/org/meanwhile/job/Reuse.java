package org.meanwhile.job;

import java.time.Duration;
import java.util.Optional;
import org.meanwhile.platform.Sha256;

/**
 * Which jobs are the same as a new one, and whether it takes what they have made.
 *
 * @param key equal for requests of which one output is as good for all; empty when no other job may
 *     take the output of this one
 * @param within how old an output may be that the job takes; empty when it wants a run of its own
 * @param found what the job takes; empty until it is found, and for a job that runs itself
 */
public record Reuse(Optional<String> key, Optional<Duration> within, Optional<Reused> found) {
  /** Of a job that shares nothing. */
  public static final Reuse NONE = new Reuse(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Of a job whose operation is repeatable.
   *
   * @param input in canonical form; empty when there is none, and the job shares nothing
   */
  public static Reuse of(
      String caller,
      String operation,
      Optional<String> input,
      Optional<StagedFile> file,
      Optional<Duration> within) {
    // No name has a line feed, and the digest has a fixed length.
    return new Reuse(
        input.map(
            canonical ->
                Sha256.hex(
                    caller
                        + '\n'
                        + operation
                        + '\n'
                        + file.map(staged -> staged.content().sha256()).orElse("-")
                        + '\n'
                        + canonical)),
        within,
        Optional.empty());
  }
}
