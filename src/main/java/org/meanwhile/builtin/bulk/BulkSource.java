package org.meanwhile.builtin.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meanwhile.job.read.FilterReader;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationInfo;
import org.meanwhile.operation.catalogue.OperationSource;
import org.meanwhile.operation.catalogue.OperationTraits;

/** Offers {@link Bulk}. */
@ApplicationScoped
class BulkSource implements OperationSource {
  private static final OperationInfo INFO =
      new OperationInfo(
          "bulk",
          "Act on many jobs",
          "Cancels, runs again, suspends, resumes, or deletes the output of all jobs that a filter"
              + " finds, among those that the caller may change. The output has a line for each.",
          List.of(),
          false,
          List.of("application/x-ndjson"),
          3,
          new OperationTraits(true, false, true, false));

  /** Its members are those of the list; each has one value there, or several. */
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "required": ["action", "filter"],
        "properties": {
          "action": {
            "description": "What is done to each of the jobs",
            "enum": [%s]
          },
          "filter": {
            "description": "Which jobs, as the parameters of the list select them; not empty",
            "type": "object",
            "additionalProperties": false,
            "minProperties": 1,
            "properties": {%s}
          },
          "expect": {
            "description": "How many jobs the filter must find; else the job fails and touches none",
            "type": "integer",
            "minimum": 0
          }
        }
      }
      """;

  private static final String MEMBER =
      """
      "%s": {
        "anyOf": [
          {"type": "string"},
          {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "string"}}
        ]
      }""";

  @Inject private Bulk bulk;
  @Inject private BulkAdvice advice;

  @Override
  public List<OfferedOperation> operations() {
    return List.of(OfferedOperation.of(INFO, schema(), BulkInput::violations, bulk, advice));
  }

  private static String schema() {
    return SCHEMA.formatted(
        Stream.of(BulkAction.values())
            .map(action -> '"' + action.word() + '"')
            .collect(Collectors.joining(", ")),
        new TreeSet<>(FilterReader.MEMBERS)
            .stream().map(MEMBER::formatted).collect(Collectors.joining(",\n")));
  }
}
