package org.meanwhile.builtin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import javax.naming.NameNotFoundException;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.builtin.FakeTask;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.TransientFailure;

/** Public, so that the database can call {@link #made}. */
public class ExportTest {
  private static final AtomicLong ROWS_MADE = new AtomicLong();
  @TempDir Path temp;
  private final JdbcDataSource dataSource = new JdbcDataSource();
  private Connection openConnection;
  private FakeTask task;
  private boolean defuseFormulas;
  private boolean byteOrderMark;
  private boolean nested;

  @BeforeEach
  void openDatabase() throws SQLException {
    dataSource.setURL("jdbc:h2:async:" + temp.resolve("db"));
    openConnection = dataSource.getConnection();
    task = new FakeTask(temp);
  }

  @AfterEach
  void closeDatabase() throws SQLException {
    openConnection.close();
  }

  /** Called by a statement for each row, so that a test can count the rows. */
  public static long made(long row) {
    ROWS_MADE.incrementAndGet();
    return row;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = openConnection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path run(String sql, Map<String, Object> parameters, Format format) throws Exception {
    ExportQuery query = new ExportQuery(PositionalSql.of(sql), "jdbc/test");
    Export export =
        new Export(
            () -> Map.of("rows", query),
            name -> {
              assertThat(name).isEqualTo("jdbc/test");
              return dataSource;
            });
    export.run(
        new Export.Input("rows", parameters, format, defuseFormulas, byteOrderMark, nested), task);
    return task.result();
  }

  private String csv(String sql) throws Exception {
    return Files.readString(run(sql, null, null));
  }

  private String ndjson(String sql) throws Exception {
    return Files.readString(run(sql, null, Format.NDJSON));
  }

  @Test
  void csv_has_a_header_and_quotes_fields_that_need_it() throws Exception {
    assertThat(
            csv(
                """
                select 1 "a,b", 'x' c, 'say "hi"' d, U&'two\\000Alines' e, '' f, null g, ' é😀 ' h
                """))
        .isEqualTo("\"a,b\",C,D,E,F,G,H\r\n1,x,\"say \"\"hi\"\"\",\"two\nlines\",\"\",, é😀 \r\n");
    assertThat(task.mediaType()).isEqualTo("text/csv; charset=utf-8");
    assertThat(task.fileName()).isEqualTo("rows.csv");
  }

  /** An empty line would be dropped by pandas, spreadsheets and Python's csv. */
  @Test
  void null_in_the_only_column_is_no_empty_line() throws Exception {
    assertThat(csv("select * from (values (1), (null), (3)) t(n)"))
        .isEqualTo("N\r\n1\r\n\"\"\r\n3\r\n");
    task = new FakeTask(Files.createDirectory(temp.resolve("again")));
    assertThat(csv("select '\\.' x")).isEqualTo("X\r\n\"\\.\"\r\n");
  }

  @Test
  void csv_begins_with_a_byte_order_mark_on_request() throws Exception {
    byteOrderMark = true;
    assertThat(csv("select 'ü' a")).isEqualTo("\uFEFFA\r\nü\r\n");
  }

  @Test
  void json_and_arrays_are_json_on_request() throws Exception {
    nested = true;
    assertThat(
            ndjson(
                """
                select json '{"a" : [1, null]}' a, array[1, null, 3] b, array['x,y', 'say "hi"'] c,
                  array[array[1], array[2, 3]] d, cast(array[] as int array) e,
                  array[cast('NaN' as double), 0.5] f, array[true] g, array[X'00ff'] h,
                  array[timestamp '2026-11-01 10:00:00', null] i, array[json '{"a":"b"}'] j,
                  array[interval '1' day] k, cast(null as int array) l, cast(null as json) m,
                  array[cast('x"y' as clob)] n, array[1e300, 1.50] o, 'text' p
                """))
        .isEqualTo(
            "{\"A\":{\"a\":[1,null]},\"B\":[1,null,3],\"C\":[\"x,y\",\"say \\\"hi\\\"\"],"
                + "\"D\":[[1],[2,3]],\"E\":[],\"F\":[\"NaN\",0.5],\"G\":[true],\"H\":[\"AP8=\"],"
                + "\"I\":[\"2026-11-01T10:00:00\",null],\"J\":[{\"a\":\"b\"}],"
                + "\"K\":[\"INTERVAL '1' DAY\"],\"L\":null,\"M\":null,\"N\":[\"x\\\"y\"],"
                + "\"O\":[1E+300,1.5],\"P\":\"text\"}\n");
  }

  @Test
  void the_same_rows_are_the_same_bytes_on_every_run() throws Exception {
    String sql =
        """
        select cast(5 as double) a, 2.1e15 b, cast('-Infinity' as real) c, array[1, 2] d,
          interval '1' day e, time with time zone '10:00:00+02:00' f, json '{"a":1}' g,
          date '-0043-03-15' h, timestamp '294276-12-31 00:00:00' i
        """;
    String first = csv(sql);
    for (int run = 2; run <= 12; run++) {
      task = new FakeTask(Files.createDirectory(temp.resolve("run-" + run)));
      assertThat(csv(sql)).as("run %d", run).isEqualTo(first);
    }
  }

  @Test
  void a_refused_plan_is_a_transient_failure() {
    assertThat(QueryFailure.of(new SQLException("cached plan must not change …", "0A000")))
        .isInstanceOf(TransientFailure.class);
    assertThat(QueryFailure.of(new SQLException("prepared statement is not there", "26000")))
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void a_result_without_rows_still_has_its_header() throws Exception {
    assertThat(csv("select 1 a, 2 b where false")).isEqualTo("A,B\r\n");
  }

  @Test
  void text_that_a_spreadsheet_takes_for_a_formula_is_escaped_on_request() throws Exception {
    String sql =
        """
        select '=1+1' "=a", '+1' b, '-1' c, '@SUM(1)' d, U&'\\0009=1' e, U&'\\000D=1' f,
          U&'\\FF1D1' g, 'a=1;=2' h, 'say "=1"' i, cast('=1' as clob) j, -1 k, -1.5e300 l,
          false m, '' n, null o, 'p' p
        """;

    assertThat(csv(sql)).contains("\r\n=1+1,+1,-1,@SUM(1),\t=1,\"\r=1\",");

    defuseFormulas = true;
    task = new FakeTask(Files.createDirectory(temp.resolve("again")));
    assertThat(csv(sql))
        .startsWith("\"'=a\",\"B\",")
        .endsWith(
            "\r\n\"'=1+1\",\"'+1\",\"'-1\",\"'@SUM(1)\",\"'\t'=1\",\"'\r'=1\",\"'\uFF1D1\",\"a=1;'=2\","
                + "\"say \"\"=1\"\"\",\"'=1\",-1,-1.5E+300,false,\"\",,\"p\"\r\n");
  }

  @Test
  void ndjson_keeps_types_and_digits() throws Exception {
    assertThat(
            ndjson(
                """
                select 12345678901234567890.12345678901234567890 a, 1e300 b, cast('NaN' as double) c,
                  true d, null e, U&'"\\\\\\0001é😀' f, cast(-7 as bigint) "a""b",
                  cast(null as boolean) g
                """))
        .isEqualTo(
            "{\"A\":12345678901234567890.12345678901234567890,\"B\":1E+300,\"C\":\"NaN\","
                + "\"D\":true,\"E\":null,\"F\":\"\\\"\\\\\\u0001é😀\",\"a\\\"b\":-7,\"G\":null}\n");
    assertThat(task.mediaType()).isEqualTo("application/x-ndjson");
    assertThat(task.fileName()).isEqualTo("rows.ndjson");
  }

  @Test
  void times_are_iso_8601_with_their_seconds() throws Exception {
    assertThat(
            ndjson(
                """
                select date '2026-11-01' a, time '10:00:00' b, timestamp '2026-11-01 10:00:00' c,
                  timestamp '2026-11-01 10:00:00.123456' d,
                  timestamp with time zone '2026-11-01 10:00:00+02:00' e,
                  cast(null as timestamp) f
                """))
        .isEqualTo(
            "{\"A\":\"2026-11-01\",\"B\":\"10:00:00\",\"C\":\"2026-11-01T10:00:00\","
                + "\"D\":\"2026-11-01T10:00:00.123456\",\"E\":\"2026-11-01T10:00:00+02:00\","
                + "\"F\":null}\n");
  }

  @Test
  void a_year_that_java_does_not_have_is_the_databases() throws Exception {
    assertThat(
            csv(
                """
                select date '1000000000-12-31' a, date '-1000000000-01-01' b,
                  timestamp '1000000000-12-31 10:00:00' c,
                  timestamp with time zone '-1000000000-12-31 10:00:00+02:00' d,
                  date '-0043-03-15' e, timestamp '12026-01-01 10:00:00' f
                """))
        .endsWith(
            "\r\n+1000000000-12-31,-1000000000-01-01,+1000000000-12-31T10:00:00,"
                + "-1000000000-12-31T10:00:00+02:00,-0043-03-15,+12026-01-01T10:00:00\r\n");
  }

  @Test
  void bytes_are_base64_and_large_objects_are_complete() throws Exception {
    execute("create table t(short varbinary(9), bytes blob, text clob, none clob)");
    execute(
        "insert into t values (X'00ff', repeat('x', 100000)::varbinary(100000)::blob,"
            + " repeat('\"é', 50000), null)");
    String bytes =
        Base64.getEncoder().encodeToString("x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    assertThat(ndjson("select * from t"))
        .isEqualTo(
            "{\"SHORT\":\"AP8=\",\"BYTES\":\""
                + bytes
                + "\",\"TEXT\":\""
                + "\\\"é".repeat(50_000)
                + "\",\"NONE\":null}\n");
    task = new FakeTask(Files.createDirectory(temp.resolve("again")));
    assertThat(csv("select text, bytes from t"))
        .isEqualTo("TEXT,BYTES\r\n\"" + "\"\"é".repeat(50_000) + "\",\"" + bytes + "\"\r\n");
  }

  @Test
  void repeated_labels_get_a_number() throws Exception {
    assertThat(ndjson("select 1 a, 2 a, 3 a_2")).isEqualTo("{\"A\":1,\"A_2\":2,\"A_2_2\":3}\n");
  }

  @Test
  void parameters_are_bound_by_name() throws Exception {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("text", "it's ; drop");
    parameters.put("big", new BigInteger("123456789012345678901234567890"));
    parameters.put("flag", true);
    parameters.put("none", null);
    Path output =
        run(
            "select cast(:text as varchar) a, cast(:big as numeric(40)) b, cast(:flag as boolean) c,"
                + " cast(:none as int) d, cast(:text as varchar) e",
            parameters,
            null);
    assertThat(Files.readString(output))
        .isEqualTo("A,B,C,D,E\r\nit's ; drop,123456789012345678901234567890,true,,it's ; drop\r\n");
  }

  @Test
  void a_million_rows_come_through_a_cursor() throws Exception {
    // A database in memory is filled faster; the test does not depend on its place.
    openConnection.close();
    dataSource.setURL("jdbc:h2:mem:million");
    openConnection = dataSource.getConnection();
    execute("create table t as select x id, repeat('y', 20) y from system_range(1, 1000000)");
    execute("create alias made deterministic for '" + ExportTest.class.getName() + ".made'");
    AtomicLong madeBeforeFirstWrite = new AtomicLong(-1);
    ROWS_MADE.set(0);
    task.onOutput(() -> madeBeforeFirstWrite.compareAndSet(-1, ROWS_MADE.get()));
    Path output = run("select made(id) id, y from t", null, null);
    assertThat(madeBeforeFirstWrite.get()).isPositive().isLessThan(10_000);
    try (var lines = Files.lines(output)) {
      assertThat(lines.count()).isEqualTo(1_000_001);
    }
    assertThat(task.lastProgress()).isEqualTo(new FakeTask.Progress(1_000_000, 1_000_000, "rows"));
    assertThat(task.progress().get(0)).isEqualTo(new FakeTask.Progress(1000, 0, "rows"));
  }

  @Test
  void cancelling_stops_an_export_between_rows() {
    task.onProgress(progress -> task.cancel());
    assertThatThrownBy(() -> csv("select x from system_range(1, 1000000000)"))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(task.lastProgress().done()).isEqualTo(1000);
  }

  @Test
  void cancelling_stops_a_statement_that_returns_no_row_for_long() throws Exception {
    execute("create alias made deterministic for '" + ExportTest.class.getName() + ".made'");
    ROWS_MADE.set(0);
    // Cancels while the database is at work: a billion rows would take half an hour.
    Thread canceler =
        new Thread(
            () -> {
              while (ROWS_MADE.get() < 1000) {
                Thread.onSpinWait();
              }
              task.cancel();
            });
    canceler.start();
    assertThatThrownBy(() -> csv("select x from system_range(1, 1000000000) where made(x) < 0"))
        .isInstanceOf(CancellationException.class);
    canceler.join();
    assertThat(Thread.interrupted()).isTrue();
    // The embedded database has survived the interrupt.
    execute("create table after_it(x int)");
  }

  @Test
  void the_message_of_the_database_is_not_told() {
    assertThatThrownBy(() -> csv("select secret_column from secret_table"))
        .isInstanceOfSatisfying(
            PermanentFailure.class, e -> assertThat(e.code()).isEqualTo("query-failed"))
        .hasMessage("The database refused the query.")
        .hasNoCause();
  }

  @Test
  void an_unreachable_database_is_a_transient_failure() {
    dataSource.setURL("jdbc:h2:tcp://127.0.0.1:1/none");
    assertThatThrownBy(() -> csv("select 1")).isInstanceOf(TransientFailure.class);
  }

  @Test
  void changes_of_the_statement_are_rolled_back() throws Exception {
    execute("create table t(x int)");
    assertThat(csv("select x from final table (insert into t values (1))")).isEqualTo("X\r\n1\r\n");
    task = new FakeTask(Files.createDirectory(temp.resolve("again")));
    assertThat(csv("select count(*) n from t")).isEqualTo("N\r\n0\r\n");
  }

  @Test
  void a_pooled_connection_is_returned_in_its_original_state() throws Exception {
    Connection pooled = dataSource.getConnection();
    DataSource pool = poolOf(pooled);
    try (ReadOnlyConnection connection = new ReadOnlyConnection(pool);
        Statement statement = connection.prepare("select 1", task.jobId())) {
      assertThat(isLazy(statement.getConnection())).isTrue();
      assertThat(pooled.getAutoCommit()).isFalse();
    }
    assertThat(isLazy(pooled)).isFalse();
    assertThat(pooled.getAutoCommit()).isTrue();
    pooled.close();
  }

  /** A pool that neither closes nor resets its connection when it is returned. */
  static DataSource poolOf(Connection pooled) {
    ClassLoader loader = ExportTest.class.getClassLoader();
    Object unclosable =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(pooled, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> unclosable);
  }

  private static boolean isLazy(Connection connection) throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.isLazyQueryExecution();
  }

  @Test
  void an_unknown_query_and_wrong_parameters_fail() {
    Export none = new Export(Map::of, name -> dataSource);
    assertThatThrownBy(
            () -> none.run(new Export.Input("rows", null, null, false, false, false), task))
        .isInstanceOfSatisfying(
            PermanentFailure.class, e -> assertThat(e.code()).isEqualTo("unknown-query"));
    assertThatThrownBy(() -> csv("select :missing"))
        .isInstanceOfSatisfying(
            PermanentFailure.class, e -> assertThat(e.code()).isEqualTo("bad-parameters"));
  }

  @Test
  void a_missing_data_source_fails_without_its_name() {
    ExportQuery query = new ExportQuery(PositionalSql.of("select 1"), "jdbc/secret");
    Export export =
        new Export(
            () -> Map.of("rows", query),
            name -> {
              throw new NameNotFoundException(name);
            });
    assertThatThrownBy(
            () -> export.run(new Export.Input("rows", null, null, false, false, false), task))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("The query's data source is not there.");
  }
}
