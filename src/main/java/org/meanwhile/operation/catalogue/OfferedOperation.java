package org.meanwhile.operation.catalogue;

import java.util.List;
import java.util.Map;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;

/** One operation of the catalogue: what it is called, what it takes, and how it is run. */
public final class OfferedOperation {

  private final OperationInfo info;
  private final Bound<?> bound;
  private final List<MediaRange> takes;

  private OfferedOperation(OperationInfo info, Bound<?> bound) {
    this.info = info;
    this.bound = bound;
    takes = info.takes().stream().map(each -> MediaRange.parse(each).orElseThrow()).toList();
  }

  /**
   * An operation as its {@link OperationDefinition} and its input record describe it.
   *
   * @param operation also a client proxy of a CDI bean
   * @throws IllegalArgumentException when it is not annotated, or its annotation or input record
   *     cannot be used; the message is one line that names the class
   */
  public static OfferedOperation of(Operation<?> operation) {
    return of(operation, Rules.plain());
  }

  static OfferedOperation of(Operation<?> operation, Rules rules) {
    Class<?> type = definedClass(operation);
    try {
      OperationInfo info = OperationInfo.of(type.getAnnotation(OperationDefinition.class));
      return new OfferedOperation(info, bind(InputType.of(type), operation, rules));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(type.getName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * An operation whose input a JSON Schema describes. What the schema accepts is given to it as
   * plain Java, unmodifiable: {@code String}, {@code Boolean}, {@code Long} (or {@code BigInteger}
   * where it does not fit), {@code BigDecimal}, {@code List}, {@code Map} with {@code String} keys,
   * null. An absent property takes the {@code default} that the schema's own {@code properties}
   * give.
   *
   * @param inputSchema JSON Schema 2020-12; the input is always an object. Formats are checked.
   *     References to anything outside it are refused, never fetched
   * @param check what the schema cannot say; asked after it
   * @throws IllegalArgumentException when the schema cannot be used; the message is one line
   */
  public static OfferedOperation of(
      OperationInfo info,
      String inputSchema,
      InputCheck check,
      Operation<Map<String, Object>> operation) {
    return new OfferedOperation(info, new Bound<>(new SchemaInput(inputSchema, check), operation));
  }

  /** What callers ask for. */
  public String name() {
    return info.name();
  }

  /** A few words for people. */
  public String title() {
    return info.title();
  }

  /** What it does, in a sentence or two; may be empty. */
  public String description() {
    return info.description();
  }

  /** Media types or ranges of the file that it takes; empty when it takes none. */
  public List<String> takes() {
    return info.takes();
  }

  /** Media types or ranges that its output may have. */
  public List<String> yields() {
    return info.yields();
  }

  /** Whether a job without a file is refused. */
  public boolean fileRequired() {
    return info.fileRequired();
  }

  /** How often it is attempted before a transient failure is final; 1 or more. */
  public int maxAttempts() {
    return info.maxAttempts();
  }

  /** Whether it may run again after a crash cut a run short. */
  public boolean rerunnable() {
    return info.rerunnable();
  }

  /** The JSON Schema 2020-12 of its input, as JSON text: always of an object. */
  public String inputSchema() {
    return bound.input().schema();
  }

  /** Whether a file may come with it. */
  public boolean takesFile() {
    return !takes.isEmpty();
  }

  /**
   * Whether it takes a file of this media type. Parameters and case do not count.
   *
   * @param mediaType as a caller sent it; null and nonsense are not accepted
   */
  public boolean accepts(String mediaType) {
    return mediaType != null
        && MediaRange.parse(mediaType).stream()
            .anyMatch(given -> takes.stream().anyMatch(each -> each.includes(given)));
  }

  /**
   * Checks an input and forgets it.
   *
   * @param inputJson the JSON text; null counts as an empty object, as does JSON's null
   * @throws InvalidInput with every fault, not only the first
   */
  public void check(String inputJson) throws InvalidInput {
    bound.input().read(inputJson);
  }

  /**
   * Reads the input and runs the operation with it, in this thread.
   *
   * @param inputJson as for {@link #check}
   * @throws InvalidInput when the input is not accepted (any more); nothing was run then
   * @throws Exception what the operation threw, as it is
   */
  public void run(String inputJson, Task task) throws Exception {
    bound.run(inputJson, task);
  }

  @Override
  public String toString() {
    return name();
  }

  /** A client proxy is a subclass of the bean's class, and annotations are not inherited. */
  private static Class<?> definedClass(Operation<?> operation) {
    for (Class<?> type = operation.getClass(); type != null; type = type.getSuperclass()) {
      if (type.isAnnotationPresent(OperationDefinition.class)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        operation.getClass().getName() + ": it has no @OperationDefinition");
  }

  /** The one unchecked cast: {@link InputType} found that the operation takes this type. */
  @SuppressWarnings("unchecked")
  private static <I> Bound<I> bind(Class<I> type, Operation<?> operation, Rules rules) {
    return new Bound<>(new RecordInput<>(type, rules), (Operation<I>) operation);
  }

  private record Bound<I>(Input<I> input, Operation<I> operation) {

    void run(String json, Task task) throws Exception {
      operation.run(input.read(json), task);
    }
  }
}
