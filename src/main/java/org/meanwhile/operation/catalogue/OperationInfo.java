package org.meanwhile.operation.catalogue;

import java.util.List;
import java.util.regex.Pattern;
import org.meanwhile.operation.OperationDefinition;

/**
 * What callers read of an operation; the same as {@link OperationDefinition}, as a value.
 *
 * @param name 1 to 64 lower-case letters, digits and hyphens
 * @param title a few words for people
 * @param description a sentence or two; may be empty
 * @param takes media types or ranges of its file; none when it takes no file
 * @param fileRequired whether a job without the file is refused; false when it takes none
 * @param yields media types or ranges of its output, at least one
 * @param maxAttempts 1 or more
 * @param rerunnable whether it may run again after a crash
 */
public record OperationInfo(
    String name,
    String title,
    String description,
    List<String> takes,
    boolean fileRequired,
    List<String> yields,
    int maxAttempts,
    boolean rerunnable) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  /**
   * @throws IllegalArgumentException when one of them is not as said above
   */
  public OperationInfo {
    require(NAME.matcher(name).matches(), "a name is 1 to 64 of a-z, 0-9 and -");
    require(!title.isBlank(), "it has no title");
    require(!yields.isEmpty(), "it yields nothing");
    require(maxAttempts >= 1, "it must be attempted at least once");
    takes = List.copyOf(takes);
    yields = List.copyOf(yields);
    takes.forEach(OperationInfo::requireMediaType);
    yields.forEach(OperationInfo::requireMediaType);
    fileRequired = fileRequired && !takes.isEmpty();
  }

  static OperationInfo of(OperationDefinition said) {
    return new OperationInfo(
        said.name(),
        said.title(),
        said.description(),
        List.of(said.takes()),
        said.fileRequired(),
        List.of(said.yields()),
        said.maxAttempts(),
        said.rerunnable());
  }

  private static void requireMediaType(String text) {
    require(MediaRange.parse(text).isPresent(), "'" + text + "' is no media type");
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
