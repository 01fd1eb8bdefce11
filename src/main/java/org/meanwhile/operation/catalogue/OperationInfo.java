package org.meanwhile.operation.catalogue;

import java.util.List;
import java.util.regex.Pattern;
import org.meanwhile.operation.OperationDefinition;

/**
 * What callers read of an operation: the values of its {@link OperationDefinition}, or those of an
 * operation that has none.
 *
 * @param name 1 to 64 lower-case letters, digits and hyphens
 * @param title a few words for people; not blank
 * @param description a sentence or two; may be empty
 * @param takes media types or ranges of the file that comes with a job; empty when it takes no file
 * @param fileRequired whether a job without the file is refused; false when it takes none
 * @param yields media types or ranges of the output; at least one
 * @param maxAttempts how many attempts a job has before a transient failure fails it; 1 or more. A
 *     job's timeout is for each of them
 * @param traits what may be done with its jobs and outputs
 */
public record OperationInfo(
    String name,
    String title,
    String description,
    List<String> takes,
    boolean fileRequired,
    List<String> yields,
    int maxAttempts,
    OperationTraits traits) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  /**
   * @throws IllegalArgumentException when a value breaks its rule above
   */
  public OperationInfo {
    require(NAME.matcher(name).matches(), "a name is 1 to 64 of a-z, 0-9 and -");
    require(!title.isBlank(), "it has no title");
    require(!yields.isEmpty(), "it yields no media type");
    require(maxAttempts >= 1, "maxAttempts must be 1 or more");
    takes = List.copyOf(takes);
    yields = List.copyOf(yields);
    takes.forEach(OperationInfo::requireMediaType);
    yields.forEach(OperationInfo::requireMediaType);
    fileRequired = fileRequired && !takes.isEmpty();
  }

  static OperationInfo of(OperationDefinition definition) {
    return new OperationInfo(
        definition.name(),
        definition.title(),
        definition.description(),
        List.of(definition.takes()),
        definition.fileRequired(),
        List.of(definition.yields()),
        definition.maxAttempts(),
        new OperationTraits(
            definition.rerunnable(),
            definition.appendOnly(),
            definition.suspendable(),
            definition.repeatable()));
  }

  private static void requireMediaType(String text) {
    require(MediaRange.parse(text).isPresent(), "'" + text + "' is not a media type");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
