package org.meanwhile.builtin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;

class CommandTest {

  @Test
  void each_configured_name_is_an_operation() {
    assertThat(Command.offered(Map.of("a.line", "echo", "b-2.line", "echo", "b-2.title", "Bee")))
        .extracting(OfferedOperation::name, OfferedOperation::title)
        .containsExactly(tuple("a", "a"), tuple("b-2", "Bee"));
    assertThat(Command.offered(Map.of())).isEmpty();
  }

  @Test
  void settings_describe_the_operation() {
    OfferedOperation offered =
        one(
            Map.of(
                "a.line", "echo {w}",
                "a.description", "Says it",
                "a.takes", "text/*, image/png",
                "a.file-required", "false",
                "a.yields", "text/plain",
                "a.parameters", "{\"properties\": {\"w\": {\"type\": \"integer\"}}}"));

    assertThat(offered.description()).isEqualTo("Says it");
    assertThat(offered.takes()).containsExactly("text/*", "image/png");
    assertThat(offered.fileRequired()).isFalse();
    assertThat(offered.yields()).containsExactly("text/plain");
    assertThat(offered.inputSchema()).contains("\"w\"");
  }

  @Test
  void without_a_schema_it_takes_no_parameters() throws Exception {
    OfferedOperation offered = one(Map.of("a.line", "echo"));
    offered.check(null);
    InvalidInput refusal =
        catchThrowableOfType(InvalidInput.class, () -> offered.check("{\"x\": 1}"));
    assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly("/x");
  }

  @Test
  void a_value_that_could_pass_for_an_option_is_refused_before_a_job_is_created() {
    OfferedOperation offered =
        one(Map.of("a.line", "rm {f}", "a.parameters", "{\"properties\": {\"f\": {}}}"));
    InvalidInput refusal =
        catchThrowableOfType(InvalidInput.class, () -> offered.check("{\"f\": \"-rf\"}"));
    assertThat(refusal.violations())
        .containsExactly(new Violation("/f", "must not begin with '-'"));
  }

  @Test
  void a_setting_that_cannot_be_used_is_refused_and_named() {
    assertRefused(Map.of("a.title", "x"), "meanwhile.command.a", "no program");
    assertRefused(Map.of("a.line", "echo {b}"), "{b}", "no property");
    assertRefused(Map.of("a.line", "echo", "a.yield", "x/y"), "'yield' is no setting");
    assertRefused(Map.of("a.line", "echo", "a.parameters", "{"), "schema");
    assertRefused(Map.of("a.line", "echo", "a.takes", "text"), "'text' is not a media type");
    assertRefused(Map.of("a.line", "echo", "a.file-required", "yes"), "'file-required'");
    assertRefused(Map.of("a.line", "echo", "a.environment", "X"), "NAME=value");
    assertRefused(Map.of("a.b.line", "echo"), "meanwhile.command.a.b", "a name is");
    assertRefused(Map.of("line", "echo"), "a name is");
  }

  private static void assertRefused(Map<String, String> settings, String... reasons) {
    assertThatThrownBy(() -> Command.offered(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(reasons);
  }

  private static OfferedOperation one(Map<String, String> settings) {
    return Command.offered(settings).get(0);
  }
}
