package org.meanwhile.job;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Column;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.platform.Scope;

/**
 * JPA's annotations and the statements over JDBC map the same tables. These tests fail when a
 * column was added to one of the two mappings and not to the other.
 */
public interface MappingContract {
  /** Written by submissions and nodes, and read by their statements alone. */
  Set<String> JOB_COLUMNS_WITHOUT_FIELD =
      Set.of("owner", "claim", "crashes", "rerunnable", "idempotency_key", "fingerprint", "shared");

  /** The bytes are read when they are sent; the caller is there for the storage quota. */
  Set<String> OUTPUT_COLUMNS_WITHOUT_FIELD = Set.of("inline_content", "caller", "shared_of");

  /** Sets all that a new job does not have yet. */
  String FILL_JOB =
      """
      UPDATE job SET attempt = 3, crashes = 2, claim = 5, owner = id, version = 9,
             started_at = created_at + INTERVAL '1' SECOND,
             finished_at = created_at + INTERVAL '2' SECOND,
             cancel_requested_at = created_at + INTERVAL '3' SECOND,
             removed_at = created_at + INTERVAL '4' SECOND,
             expires_at = created_at + INTERVAL '5' DAY,
             gone_at = created_at + INTERVAL '6' DAY,
             purge_at = created_at + INTERVAL '7' DAY,
             progress_done = 1, progress_total = 2, progress_unit = 'u', progress_message = 'm',
             progress_at = created_at + INTERVAL '2' SECOND, progress_per_second = 0.5,
             progress_gap_ms = 700,
             suspended_at = created_at + INTERVAL '10' SECOND,
             held_run_at = created_at + INTERVAL '11' SECOND,
             members = '1 2 3 4 5', reused_as = 'RUN', reused_of = id, shared = TRUE,
             left_at = created_at + INTERVAL '12' SECOND, error_job = id, error_status = 418, error_code = 'c', error_message = 'e'
       WHERE id = ?
      """;

  String FILL_OUTPUT =
      """
      INSERT INTO output (job_id, content_id, media_type, name, size_bytes, sha256, caller,
                          created_at, deleted_at, shared_of)
      SELECT id, id, 'text/plain', 'out.txt', 11, 'abc', caller,
             created_at + INTERVAL '8' SECOND, created_at + INTERVAL '9' SECOND, id
        FROM job WHERE id = ?
      """;

  Stores stores();

  @Test
  default void each_column_has_a_field_or_a_reason_for_having_none() {
    assertThat(columns("job")).isEqualTo(union(mapped(Job.class), JOB_COLUMNS_WITHOUT_FIELD));
    assertThat(columns("output"))
        .isEqualTo(union(mapped(Output.class), OUTPUT_COLUMNS_WITHOUT_FIELD));
  }

  @Test
  default void jpa_and_jdbc_read_the_same_job_and_output() {
    JobId id = stores().jobs.store(withAllFeatures());
    stores()
        .database
        .transaction(
            c -> Rows.update(c, FILL_JOB, id.value()) + Rows.update(c, FILL_OUTPUT, id.value()));
    assertThat(emptyColumns("SELECT * FROM job WHERE id = ?", id))
        .doesNotContainAnyElementsOf(columns("job"));
    assertThat(emptyColumns("SELECT * FROM output WHERE job_id = ?", id))
        .containsExactly("inline_content");

    JobView jdbc = stores().jobs.find(id, Scope.everyone()).orElseThrow();

    assertThat(answers(jdbc.job())).isEqualTo(answers(stores().jobs.entity(Job.class, id)));
    assertThat(answers(jdbc.output().orElseThrow()))
        .isEqualTo(answers(stores().jobs.entity(Output.class, id)));
  }

  @Test
  default void a_new_job_is_stored_with_each_of_its_fields() {
    NewJob request =
        withAllFeatures()
            .request()
            .reusing(new Reused(Reused.As.RUN, new JobId(UUID.randomUUID())));

    Job stored = stores().jobs.submit(request).job().job();

    assertThat(values(stores().jobs.entity(Job.class, request.id()))).isEqualTo(values(stored));
  }

  private Order withAllFeatures() {
    return Order.any()
        .labelled("team", "a")
        .withPriority(3)
        .startingAt(stores().now().plus(Duration.ofHours(1)))
        .until(stores().now().plus(Duration.ofHours(2)))
        .once(Idempotency.byKey("key", "f"))
        .calling("a.example")
        .from(
            new JobOrigin(
                Optional.of(new JobId(UUID.randomUUID())),
                Optional.of(new JobId(UUID.randomUUID())),
                Optional.of(7),
                Optional.of("nightly"),
                Set.of("operator", "billing")))
        .after(new Dependency(new JobId(UUID.randomUUID()), Dependency.On.ENDED, false));
  }

  private Set<String> columns(String table) {
    return Set.copyOf(
        stores()
            .database
            .read(
                c ->
                    Rows.query(
                        c,
                        """
                        SELECT LOWER(column_name) FROM information_schema.columns
                         WHERE LOWER(table_name) = ? AND is_generated = 'NEVER'
                        """,
                        row -> row.getString(1),
                        table)));
  }

  /** Two mappings that both forget a column would agree about it, were it empty. */
  private List<String> emptyColumns(String query, JobId job) {
    return stores()
        .database
        .read(c -> Rows.query(c, query, MappingContract::emptyColumns, job.value()))
        .get(0);
  }

  private static List<String> emptyColumns(ResultSet row) throws SQLException {
    List<String> empty = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      Object value = row.getObject(i);
      if (value == null || Set.of("", "0", "false").contains(value.toString())) {
        empty.add(row.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
      }
    }
    return empty;
  }

  private static Set<String> mapped(Class<?> entity) {
    return fields(entity).map(MappingContract::column).collect(Collectors.toSet());
  }

  private static String column(Field field) {
    Column column = field.getAnnotation(Column.class);
    return column == null ? field.getName() : column.name();
  }

  private static Stream<Field> fields(Class<?> entity) {
    return Stream.<Class<?>>iterate(
            entity, type -> type != Object.class, type -> type.getSuperclass())
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()));
  }

  /** What each public method without a parameter returns. */
  private static Map<String, Object> answers(Object entity) {
    Map<String, Object> answers = new TreeMap<>();
    for (Method method : entity.getClass().getMethods()) {
      if (method.getDeclaringClass().getName().startsWith("org.meanwhile")
          && method.getParameterCount() == 0) {
        answers.put(method.getName(), get(() -> method.invoke(entity)));
      }
    }
    return answers;
  }

  private static Map<String, String> values(Object entity) {
    Map<String, String> values = new TreeMap<>();
    fields(entity.getClass())
        .forEach(
            field -> {
              field.setAccessible(true);
              values.put(field.getName(), String.valueOf(get(() -> field.get(entity))));
            });
    return values;
  }

  /** For {@link #get}. */
  interface Reflection {
    Object get() throws ReflectiveOperationException;
  }

  private static Object get(Reflection reflection) {
    try {
      return reflection.get();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
