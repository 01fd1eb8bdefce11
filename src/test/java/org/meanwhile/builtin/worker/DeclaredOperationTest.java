package org.meanwhile.builtin.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.WorkerTerms;

class DeclaredOperationTest {

  private static OfferedOperation one(Map<String, String> settings) {
    return DeclaredOperation.offered(settings).get(0);
  }

  @Test
  void one_setting_declares_an_operation() {
    OfferedOperation offered = one(Map.of("resize.title", "Resize"));

    assertThat(offered.name()).isEqualTo("resize");
    assertThat(offered.title()).isEqualTo("Resize");
    assertThat(offered.takesFile()).isFalse();
    assertThat(offered.yields()).containsExactly("application/octet-stream");
    assertThat(offered.maxAttempts()).isEqualTo(3);
    assertThat(offered.appendOnly()).isFalse();
    WorkerTerms terms = offered.workers().orElseThrow();
    assertThat(terms.lease()).isEqualTo(Duration.ofMinutes(1));
    assertThat(terms.maxLeases()).isEmpty();
    assertThat(DeclaredOperation.offered(Map.of())).isEmpty();
  }

  @Test
  void settings_describe_the_operation() {
    OfferedOperation offered =
        one(
            Map.of(
                "a.parameters", "{\"properties\":{\"w\":{\"type\":\"integer\"}}}",
                "a.takes", "image/*, text/plain",
                "a.file-required", "false",
                "a.yields", "image/png",
                "a.lease", "PT2M",
                "a.append-only", "true",
                "a.repeatable", "true",
                "a.max-attempts", "7",
                "a.max-leases", "9"));

    assertThat(offered.inputSchema()).contains("\"w\"");
    assertThat(offered.takes()).containsExactly("image/*", "text/plain");
    assertThat(offered.fileRequired()).isFalse();
    assertThat(offered.yields()).containsExactly("image/png");
    assertThat(offered.appendOnly()).isTrue();
    assertThat(offered.maxAttempts()).isEqualTo(7);
    assertThat(offered.workers().orElseThrow().lease()).isEqualTo(Duration.ofMinutes(2));
    assertThat(offered.workers().orElseThrow().maxLeases()).hasValue(9);
  }

  @ParameterizedTest
  @CsvSource({
    "lease, soon, 'lease'",
    "lease, PT0.5S, 'lease'",
    "lease, P2D, 'lease'",
    "max-attempts, 0, 'max-attempts'",
    "max-leases, many, 'max-leases'",
    "append-only, yes, 'append-only'",
    "repeatable, 1, 'repeatable'",
    "parameters, {, JSON",
    "takes, png, media type",
    "line, echo, no setting of a worker"
  })
  void a_bad_setting_stops_the_start_with_one_line_that_names_it(
      String setting, String value, String named) {
    assertThatThrownBy(() -> one(Map.of("resize." + setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("meanwhile.worker.resize")
        .hasMessageContaining(named)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void no_node_runs_it() {
    assertThatThrownBy(() -> one(Map.of("a.title", "A")).run("{}", null))
        .isInstanceOf(IllegalStateException.class);
  }
}
