package org.meanwhile.operation.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;

/**
 * One operation of the catalogue: what callers read of it, and how its input is read and run. Safe
 * for use by many threads.
 */
public final class OfferedOperation {

  private final OperationInfo info;
  private final Binding<?> binding;
  private final Optional<Advice> advice;
  private final Optional<WorkerTerms> workers;
  private final List<MediaRange> takes;

  private OfferedOperation(
      OperationInfo info,
      Binding<?> binding,
      Optional<Advice> advice,
      Optional<WorkerTerms> workers) {
    this.info = info;
    this.binding = binding;
    this.advice = advice;
    this.workers = workers;
    takes = info.takes().stream().map(each -> MediaRange.parse(each).orElseThrow()).toList();
  }

  /**
   * Offers an operation as its {@link OperationDefinition} and its input record describe it.
   *
   * @param operation the operation, or the client proxy of its CDI bean
   * @throws IllegalArgumentException when the class is not annotated, or its annotation or input
   *     record breaks a rule; the message is one line that names the class
   */
  public static OfferedOperation of(Operation<?> operation) {
    return of(operation, Rules.withoutContainer());
  }

  static OfferedOperation of(Operation<?> operation, Rules rules) {
    Class<?> type = definedClass(operation);
    try {
      OperationInfo info = OperationInfo.of(type.getAnnotation(OperationDefinition.class));
      return new OfferedOperation(
          info, bind(InputType.of(type), operation, rules), Optional.empty(), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(type.getName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Offers an operation whose input a JSON Schema describes. The operation gets the input as plain
   * Java, unmodifiable: {@code String}, {@code Boolean}, {@code Long} (or {@code BigInteger} beyond
   * its range), {@code BigDecimal}, {@code List}, {@code Map} with {@code String} keys, null. An
   * absent property gets the {@code default} that the schema's own {@code properties} give it.
   *
   * @param inputSchema JSON Schema 2020-12 of an object. Formats are checked. References to
   *     anything outside the schema are refused and never fetched
   * @param check rules that the schema cannot express, checked after it
   * @throws IllegalArgumentException when the schema is invalid; the message is one line
   */
  public static OfferedOperation of(
      OperationInfo info,
      String inputSchema,
      InputCheck check,
      Operation<Map<String, @Nullable Object>> operation) {
    return new OfferedOperation(
        info,
        new Binding<>(new SchemaInput(inputSchema, check), operation),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Offers an operation that acts on other jobs, with the rights of its caller.
   *
   * @throws IllegalArgumentException likewise
   */
  public static OfferedOperation of(
      OperationInfo info,
      String inputSchema,
      InputCheck check,
      Operation<Map<String, @Nullable Object>> operation,
      RequestAdvice advice) {
    SchemaInput input = new SchemaInput(inputSchema, check);
    return new OfferedOperation(
        info,
        new Binding<>(input, operation),
        Optional.of(new Advice(input, advice)),
        Optional.empty());
  }

  /**
   * Offers an operation that workers elsewhere do, by leases: no node runs it.
   *
   * @throws IllegalArgumentException likewise
   */
  public static OfferedOperation forWorkers(
      OperationInfo info, String inputSchema, WorkerTerms terms) {
    return new OfferedOperation(
        info,
        new Binding<>(new SchemaInput(inputSchema, input -> List.of()), OfferedOperation::refuse),
        Optional.empty(),
        Optional.of(terms));
  }

  private static void refuse(Map<String, @Nullable Object> input, Task task) {
    throw new IllegalStateException("workers elsewhere do this operation");
  }

  /** On which terms workers elsewhere do its jobs; empty when nodes run them. */
  public Optional<WorkerTerms> workers() {
    return workers;
  }

  /** Whether its jobs act on other jobs, so that the groups of their callers count. */
  public boolean actsOnJobs() {
    return advice.isPresent();
  }

  /**
   * Whether a caller may request the operation with this input.
   *
   * @param inputJson has been validated
   */
  public boolean allows(String inputJson, String caller, boolean operator) {
    return advice.map(a -> a.advice().isAllowed(a.read(inputJson), caller, operator)).orElse(true);
  }

  /**
   * What a request would act on now; empty when the operation acts on no jobs.
   *
   * @param inputJson has been validated
   */
  public Optional<Map<String, Long>> preview(String inputJson, String caller, boolean operator) {
    return advice.map(a -> a.advice().preview(a.read(inputJson), caller, operator));
  }

  /** The name that callers request. */
  public String name() {
    return info.name();
  }

  /** A few words for people. */
  public String title() {
    return info.title();
  }

  /** A sentence or two on what the operation does; may be empty. */
  public String description() {
    return info.description();
  }

  /** Media types or ranges of the file that comes with a job; empty when it takes no file. */
  public List<String> takes() {
    return info.takes();
  }

  /** Media types or ranges that the output may have; at least one. */
  public List<String> yields() {
    return info.yields();
  }

  /** Whether a job without a file is refused; false when the operation takes no file. */
  public boolean fileRequired() {
    return info.fileRequired();
  }

  /** How many attempts a job has before a transient failure fails it; 1 or more. */
  public int maxAttempts() {
    return info.maxAttempts();
  }

  /** Whether a job may run again after a crash has cut a run short. */
  public boolean rerunnable() {
    return info.traits().rerunnable();
  }

  /** Whether the output may be read while the job runs. */
  public boolean appendOnly() {
    return info.traits().appendOnly();
  }

  /** Whether a running job may be suspended at a checkpoint. */
  public boolean suspendable() {
    return info.traits().suspendable();
  }

  /** The JSON Schema 2020-12 of the input, as JSON text; the input is always an object. */
  public String inputSchema() {
    return binding.input().schema();
  }

  /**
   * An input as others may read it: without the members that the schema marks as {@code writeOnly}.
   *
   * @param inputJson as it was validated, maybe by another version of the operation
   */
  public String readableInput(String inputJson) {
    try {
      return ReadableInput.of(Json.parse(inputSchema()), Json.parseInput(inputJson)).toString();
    } catch (InvalidInput e) {
      throw new IllegalArgumentException("an input that was validated is no JSON", e);
    }
  }

  /** Whether a file may come with a job. */
  public boolean takesFile() {
    return !takes.isEmpty();
  }

  /**
   * Whether the operation takes a file of a media type. Parameters and case are ignored.
   *
   * @param mediaType as a caller sent it; null or malformed is not accepted
   */
  public boolean accepts(@Nullable String mediaType) {
    return mediaType != null
        && MediaRange.parse(mediaType).stream()
            .anyMatch(given -> takes.stream().anyMatch(each -> each.includes(given)));
  }

  /**
   * Validates an input.
   *
   * @param inputJson the JSON text; null and JSON's null count as an empty object
   * @throws InvalidInput with every violation, up to 100
   */
  public void check(@Nullable String inputJson) throws InvalidInput {
    binding.input().read(inputJson);
  }

  /**
   * Reads an input and runs the operation with it, in this thread.
   *
   * @param inputJson as for {@link #check}
   * @throws InvalidInput when the input is invalid, as it may be on a node of another version; the
   *     operation has not run then
   * @throws Exception the exception that the operation threw
   */
  public void run(@Nullable String inputJson, Task task) throws Exception {
    binding.run(inputJson, task);
  }

  @Override
  public String toString() {
    return name();
  }

  /** Looks in superclasses too: a client proxy extends the bean's class without its annotations. */
  private static Class<?> definedClass(Operation<?> operation) {
    for (Class<?> type = operation.getClass(); type != null; type = type.getSuperclass()) {
      if (type.isAnnotationPresent(OperationDefinition.class)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        operation.getClass().getName() + ": has no @OperationDefinition");
  }

  /** The unchecked cast is safe: {@link InputType} found that the operation takes this type. */
  @SuppressWarnings("unchecked")
  private static <I> Binding<I> bind(Class<I> type, Operation<?> operation, Rules rules) {
    return new Binding<>(new RecordInput<>(type, rules), (Operation<I>) operation);
  }

  private record Advice(SchemaInput input, RequestAdvice advice) {
    Map<String, @Nullable Object> read(String json) {
      try {
        return input.read(json);
      } catch (InvalidInput e) {
        throw new IllegalArgumentException("an input that was validated is not valid", e);
      }
    }
  }

  private record Binding<I>(Input<I> input, Operation<I> operation) {

    void run(@Nullable String json, Task task) throws Exception {
      operation.run(input.read(json), task);
    }
  }
}
