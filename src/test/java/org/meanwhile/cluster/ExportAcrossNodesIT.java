package org.meanwhile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.cluster.support.Cluster;
import org.meanwhile.cluster.support.SharedCluster;
import org.meanwhile.contract.support.Client;

/** The same rows are the same bytes, whichever connection of whichever node reads them. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedCluster.class)
class ExportAcrossNodesIT {
  /** On each of the few connections more than five, after which the driver reads otherwise. */
  private static final int JOBS = 40;

  private final Cluster cluster;
  private final Client client;

  ExportAcrossNodesIT(Cluster cluster) {
    this.cluster = cluster;
    cluster.repair();
    this.client = cluster.node(0).client();
  }

  @BeforeEach
  void createTable() {
    dropTable();
    cluster
        .database()
        .execute(
            "CREATE TABLE reading AS SELECT 1 AS id, 5::float8 AS v, '{1,2}'::int[] AS tags,"
                + " timestamptz 'infinity' AS until");
  }

  @AfterEach
  void dropTable() {
    cluster.database().execute("DROP TABLE IF EXISTS reading");
  }

  @Test
  void a_table_that_changes_is_exported_as_it_is_at_each_time() {
    assertThat(outputs()).containsExactly("id,v,tags,until\r\n1,5,\"{1,2}\",infinity\r\n");

    cluster.database().execute("ALTER TABLE reading ADD COLUMN note text");

    assertThat(outputs()).containsExactly("id,v,tags,until,note\r\n1,5,\"{1,2}\",infinity,\r\n");
  }

  /** The outputs of many jobs, which all succeed; equal ones once. */
  private Set<String> outputs() {
    List<String> jobs =
        Stream.generate(
                () ->
                    client.accepted(
                        Map.of("operation", "export", "input", Map.of("query", "readings"))))
            .limit(JOBS)
            .toList();
    Set<String> outputs = new HashSet<>();
    for (String job : jobs) {
      JsonPath end = client.awaitEnd(job);
      assertThat(end.getString("status")).as("%s", end.getMap("error")).isEqualTo("Succeeded");
      outputs.add(client.output(job).asString());
    }
    return outputs;
  }
}
