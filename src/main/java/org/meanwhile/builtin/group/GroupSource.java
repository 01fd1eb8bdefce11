package org.meanwhile.builtin.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.meanwhile.job.Job;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationInfo;
import org.meanwhile.operation.catalogue.OperationSource;
import org.meanwhile.operation.catalogue.OperationTraits;

/** Offers {@link Group}. */
@ApplicationScoped
class GroupSource implements OperationSource {
  private static final String NDJSON = "application/x-ndjson";

  private static final OperationInfo INFO =
      new OperationInfo(
          Job.GROUP,
          "Many jobs at once",
          "Creates all jobs of a list, or of a file with one in each line, or none of them, and ends"
              + " when the last of them has ended. The output has a line for each.",
          List.of(NDJSON),
          false,
          List.of(NDJSON),
          3,
          new OperationTraits(true, false, false, false));

  /** What a member is, its own request tells: it is read as that of any job. */
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "jobs": {
            "description": "The requests for the members, unless a file has them",
            "type": "array",
            "minItems": 1,
            "items": {
              "type": "object",
              "required": ["operation"],
              "properties": {
                "operation": {"type": "string"},
                "callback": {
                  "properties": {"secret": {"writeOnly": true}, "secrets": {"writeOnly": true}}
                }
              }
            }
          },
          "stopOn": {
            "description": "Which end of a member cancels the rest",
            "enum": ["never", "failure", "success"],
            "default": "never"
          }
        }
      }
      """;

  @Inject private Group group;

  @Override
  public List<OfferedOperation> operations() {
    return List.of(OfferedOperation.of(INFO, SCHEMA, input -> List.of(), group));
  }
}
