package org.meanwhile.builtin.export;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorFactory;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.builtin.FakeConfig;

class ExportInputTest {
  private static final Map<String, ExportQuery> QUERIES =
      ExportQuery.in(
          new FakeConfig(
              Map.of(
                  "meanwhile.export.orders.sql", "select * from orders where id > :since",
                  "meanwhile.export.orders.data-source", "jdbc/orders",
                  "MEANWHILE_EXPORT_ALL_ORDERS_SQL", "select * from orders")));

  @Test
  void queries_come_from_properties_and_from_the_environment() {
    assertThat(QUERIES.keySet()).containsExactly("all-orders", "orders");
    assertThat(QUERIES.get("orders").dataSource()).isEqualTo("jdbc/orders");
    assertThat(QUERIES.get("all-orders").dataSource()).isEqualTo("java:app/jdbc/meanwhile");
  }

  @Test
  void a_query_that_is_not_configured_is_refused() {
    assertThat(violations("other", Map.of()))
        .containsExactly("query is not a query that the configuration allows");
  }

  @Test
  void a_query_without_parameters_needs_none() {
    assertThat(violations("all-orders", null)).isEmpty();
  }

  @Test
  void each_parameter_of_the_query_is_required_and_no_other_is_allowed() {
    assertThat(violations("orders", Map.of("since", 3L))).isEmpty();
    assertThat(violations("orders", Map.of()))
        .containsExactly("parameters[since].<map value> is missing");
    assertThat(violations("orders", Map.of("since", 3L, "${1+1}", 4L)))
        .containsExactly("parameters[${1+1}].<map value> is not a parameter of this query");
  }

  @Test
  void a_parameter_is_a_scalar_or_null() {
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("since", null);
    assertThat(violations("orders", nothing)).isEmpty();
    assertThat(violations("orders", Map.of("since", List.of(1L))))
        .containsExactly("parameters[since].<map value> must be text, a number, a boolean or null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\uD83D", "\uDE80\uD83D", "a\uD83Db"})
  void text_that_no_database_takes_is_refused(String text) {
    assertThat(violations("orders", Map.of("since", text)))
        .containsExactly(
            "parameters[since].<map value> has a NUL or half a surrogate pair, which no database"
                + " takes");
  }

  @Test
  void all_other_text_is_allowed() {
    assertThat(violations("orders", Map.of("since", "\uD83D\uDE80\n\t\u0001\uFFFF"))).isEmpty();
  }

  @Test
  void options_of_another_format_are_refused() {
    assertThat(violations(new Export.Input("all-orders", null, Format.NDJSON, true, true, true)))
        .containsExactlyInAnyOrder(
            "defuseFormulas is for the format csv", "bom is for the format csv");
    assertThat(violations(new Export.Input("all-orders", null, null, true, true, true)))
        .containsExactly("json is for the format ndjson");
  }

  private static Set<String> violations(String query, Map<String, Object> parameters) {
    return violations(new Export.Input(query, parameters, null, false, false, false));
  }

  private static Set<String> violations(Export.Input input) {
    try (ValidatorFactory factory =
        Validation.byDefaultProvider()
            .configure()
            .constraintValidatorFactory(new ValidatorsThatKnowQueries())
            .buildValidatorFactory()) {
      return factory.getValidator().validate(input).stream()
          .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
          .collect(Collectors.toSet());
    }
  }

  /** Creates validators as the server does, but with the queries of this test. */
  private static final class ValidatorsThatKnowQueries implements ConstraintValidatorFactory {
    private final ConstraintValidatorFactory delegate =
        Validation.byDefaultProvider().configure().getDefaultConstraintValidatorFactory();

    @Override
    public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
      return type == RunnableQuery.Validator.class
          ? type.cast(new RunnableQuery.Validator(() -> QUERIES))
          : delegate.getInstance(type);
    }

    @Override
    public void releaseInstance(ConstraintValidator<?, ?> instance) {}
  }
}
