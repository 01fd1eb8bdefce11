package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.meanwhile.contract.support.Problems.problem;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.meanwhile.notation.IsoDuration;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class CatalogueIT {
  private final Client client;

  CatalogueIT(Client client) {
    this.client = client;
  }

  @Test
  void it_lists_what_ships_and_what_is_configured() {
    client
        .ask()
        .get("/operation")
        .then()
        .statusCode(200)
        .body("items.name", hasItems("simulate", "backup", "export", "sort", "shout", "fork"))
        .body("items.title", hasItem(notNullValue()));
  }

  @Test
  void an_operation_tells_its_input_as_json_schema() {
    client
        .ask()
        .get("/operation/simulate")
        .then()
        .statusCode(200)
        .body("name", equalTo("simulate"))
        .body("title", notNullValue())
        .body("description", notNullValue())
        .body("inputSchema.type", equalTo("object"))
        .body("inputSchema.additionalProperties", equalTo(false))
        .body("inputSchema.properties.steps.type", equalTo("integer"))
        .body("inputSchema.properties.steps.default", equalTo(10))
        .body("inputSchema.properties.duration.pattern", equalTo(IsoDuration.PATTERN))
        .body("inputSchema.properties.failure.enum", hasItems("permanent", "transient"));
  }

  @Test
  void an_operation_offers_the_names_that_are_configured() {
    client
        .ask()
        .get("/operation/backup")
        .then()
        .body("inputSchema.properties.source.enum", hasItem("letters"));
    client
        .ask()
        .get("/operation/export")
        .then()
        .body("inputSchema.properties.query.enum", hasItem("numbers"));
  }

  @Test
  void an_operation_tells_what_it_takes_and_yields() {
    List<String> takes = client.ask().get("/operation/sort").path("takes");
    List<String> yields = client.ask().get("/operation/backup").path("yields");

    assertThat(takes).isNotEmpty();
    assertThat(yields).containsExactly("application/zip");
  }

  @Test
  void the_list_and_the_single_one_agree() {
    List<Map<String, Object>> items = client.ask().get("/operation").path("items");

    assertThat(items).isNotEmpty();
    for (Map<String, Object> item : items) {
      Map<String, Object> alone = client.ask().get("/operation/{name}", item.get("name")).path("$");
      assertThat(alone).isEqualTo(item);
    }
  }

  @Test
  void what_is_not_in_it_is_unknown() {
    client.ask().get("/operation/fly").then().spec(problem(404, "unknown-operation"));
    client
        .askWrongly()
        .get("/operation/{name}", "SIMULATE")
        .then()
        .spec(problem(404, "unknown-operation"));
    client
        .askWrongly()
        .get("/operation/{name}", "' OR 1=1")
        .then()
        .spec(problem(404, "unknown-operation"));
  }
}
