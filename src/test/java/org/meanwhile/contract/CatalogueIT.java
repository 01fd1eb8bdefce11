package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.meanwhile.contract.support.Problems.problem;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;
import org.meanwhile.notation.IsoDuration;
import tools.jackson.databind.json.JsonMapper;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "   | {\"query\":\"numbers\"}",
        "   | {\"query\":\"numbers\",\"parameters\":{}}",
        "   | {\"query\":\"some-numbers\",\"parameters\":{\"above\":999,\"word\":null}}",
        "   | {\"query\":\"numbers\",\"bom\":true,\"defuseFormulas\":true,\"format\":\"csv\"}",
        "   | {\"query\":\"numbers\",\"json\":true,\"format\":\"ndjson\"}",
        "   | {\"query\":\"numbers\",\"json\":false,\"bom\":false}",
        "/input/parameters/a | {\"query\":\"numbers\",\"parameters\":{\"a\":1}}",
        "/input/parameters/word | {\"query\":\"some-numbers\",\"parameters\":{\"above\":999}}",
        "/input/parameters/above | {\"query\":\"some-numbers\"}",
        "/input/parameters/word | {\"query\":\"some-numbers\",\"parameters\":{\"above\":9,\"word\":[]}}",
        "/input/parameters/word | {\"query\":\"some-numbers\",\"parameters\":{\"above\":9,\"word\":\"a\\u0000\"}}",
        "/input/bom | {\"query\":\"numbers\",\"bom\":true,\"format\":\"ndjson\"}",
        "/input/defuseFormulas | {\"query\":\"numbers\",\"defuseFormulas\":true,\"format\":\"ndjson\"}",
        "/input/json | {\"query\":\"numbers\",\"json\":true}",
        "/input/json | {\"query\":\"numbers\",\"json\":true,\"format\":\"csv\"}",
      })
  void the_schema_of_export_takes_what_the_server_takes(String pointer, String input)
      throws Exception {
    String schema =
        JsonMapper.shared()
            .readTree(client.ask().get("/operation/export").asString())
            .get("inputSchema")
            .toString();
    boolean isValid =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema)
            .validate(input, InputFormat.JSON)
            .isEmpty();

    assertThat(isValid).isEqualTo(pointer == null);
    Response answer =
        client
            .ask()
            .contentType(ContentType.JSON)
            .body("{\"operation\":\"export\",\"input\":" + input + "}")
            .post("/job");
    if (pointer == null) {
      answer.then().statusCode(202);
    } else {
      answer.then().spec(problem(400, "invalid-request")).body("errors.pointer", hasItem(pointer));
    }
  }

  @Test
  void a_member_of_an_input_is_never_null() {
    for (String name : List.of("simulate", "export", "backup", "sort")) {
      Map<String, ?> members =
          client.ask().get("/operation/{name}", name).path("inputSchema.properties");
      assertThat(members).isNotEmpty();
      for (String member : members.keySet()) {
        client
            .ask()
            .contentType(ContentType.JSON)
            .body("{\"operation\":\"" + name + "\",\"input\":{\"" + member + "\":null}}")
            .post("/job")
            .then()
            .spec(problem(400, "invalid-request"))
            .body("errors.pointer", hasItem("/input/" + member));
      }
    }
  }

  @Test
  void half_a_surrogate_pair_in_a_parameter_is_pointed_at() {
    client
        .askWrongly()
        .contentType(ContentType.JSON)
        .body(
            "{\"operation\":\"export\",\"input\":{\"query\":\"some-numbers\","
                + "\"parameters\":{\"above\":1,\"word\":\"a\\ud800b\"}}}")
        .post("/job")
        .then()
        .spec(problem(400, "invalid-request"))
        .body("errors.pointer", hasItem("/input/parameters/word"));
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
