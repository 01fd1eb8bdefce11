package org.meanwhile.builtin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.builtin.FakeTask;
import org.meanwhile.database.Postgres;
import org.postgresql.PGConnection;

/** Exports from PostgreSQL, many times on one connection, as a pool has it. */
class ExportIT {
  /** The driver changes the way it reads after five executions; some runs more. */
  private static final int RUNS = 12;

  private static String url;
  private static Connection admin;
  @TempDir Path temp;
  private Connection pooled;
  private int outputs;

  @BeforeAll
  static void createDatabase() throws SQLException {
    url = Postgres.create("export");
    admin = DriverManager.getConnection(url);
    execute(
        """
        create type mood as enum ('sad', 'so, so');
        create type pair as (a int, b text);
        create domain percent as numeric check (value <= 100);
        create domain days as date;
        create schema elsewhere;
        create type elsewhere.mood as enum ('glad', 'so, so');
        create type elsewhere.date as enum ('2026-11-01 10:00:00');
        create role stranger superuser login password 'x';
        alter role stranger set DateStyle = 'German';
        alter role stranger set IntervalStyle = 'iso_8601';
        alter role stranger set TimeZone = 'Asia/Tokyo';
        alter role stranger set extra_float_digits = 0;
        alter role stranger set bytea_output = 'escape';
        alter role stranger set quote_all_identifiers = on;
        """);
  }

  @AfterAll
  static void closeDatabase() throws SQLException {
    admin.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    pooled = DriverManager.getConnection(url);
  }

  @AfterEach
  void disconnect() throws SQLException {
    pooled.close();
  }

  /** A type, and the texts of values that a table of it may have. */
  private record Values(String type, List<String> texts) {
    @Override
    public String toString() {
      return type;
    }
  }

  private static Values of(String type, String... texts) {
    return new Values(type, List.of(texts));
  }

  /** The types whose text is written as it is. */
  static List<Values> typesThatAreText() {
    return List.of(
        of("smallint", "5", "-32768"),
        of("int", "5", "-2147483648"),
        of("bigint", "9223372036854775807"),
        of("numeric", "5", "5.00", "-0.000001", "NaN", "Infinity", "-Infinity"),
        of("numeric(40, 20)", "12345678901234567890.1234567890"),
        of("real", "5", "2.1e+15", "0.1", "1e-20", "NaN", "Infinity", "-Infinity", "-0"),
        of("float8", "5", "2.1e+15", "0.1", "5e-324", "NaN", "Infinity", "-Infinity", "-0"),
        of("money", "1", "-1234.5"),
        of("text", "", "a,b", "ü 😀", "NULL", "\\.", "a\tb\\n"),
        of("varchar(9)", "x "),
        of("char(4)", "x"),
        of("\"char\"", "x"),
        of("name", "x"),
        of("time", "10:00:00", "10:00:00.123456", "24:00:00"),
        of("timetz", "10:00:00+02", "24:00:00-15:59", "10:00:00.5+05:30"),
        of("interval", "1 day 02:03:04.5", "-1 mon", "178000000 years", "0"),
        of("uuid", "0190163d-8694-739b-aea5-966c26f8ad91"),
        of("json", "{\"b\" : 1,  \"a\":[1.0, null]}", "null", "\"x\""),
        of("jsonb", "{\"b\" : 1,  \"a\":[1.0, null]}", "null", "1e3"),
        of("jsonpath", "$.a[*] ? (@ > 1)"),
        of("xml", "<a b=\"1\">x</a>"),
        of("int[]", "{1,2}", "{}", "{NULL,1}", "{{1,2},{3,4}}", "[0:1]={1,2}"),
        of("float8[]", "{5,2.1e+15,NaN,-Infinity}"),
        of("numeric[]", "{5,5.00,NaN}"),
        of("text[]", "{a,\"b c\",\"x,\\\"y\",\"\",NULL,\"NULL\",\"back\\\\slash\"}"),
        of("bool[]", "{t,f,NULL}"),
        of("date[]", "{2026-11-01,infinity,\"0044-03-15 BC\"}"),
        of("timestamptz[]", "{2026-11-01 10:00:00+00,-infinity}"),
        of("bytea[]", "{\"\\\\x00ff\"}"),
        of("json[]", "{\"{\\\"a\\\": [1, 2]}\"}"),
        of("box[]", "{(2,2),(1,1);(4,4),(3,3)}"),
        of("mood[]", "{sad,\"so, so\"}"),
        of("pair[]", "{\"(1,x)\",\"(,\\\"a b\\\")\"}"),
        of("percent[]", "{1,2.50}"),
        of("interval[]", "{\"1 day\",01:00:00}"),
        of("int4range", "[1,10)", "empty", "(,5)"),
        of("numrange", "[1.50,2]"),
        of("tsrange", "[2026-01-01 00:00:00, infinity)"),
        of("tstzrange", "[2026-01-01 00:00:00+00,)"),
        of("daterange", "[2026-01-01,2026-02-01)"),
        of("int8multirange", "{[1,3),[5,8)}"),
        of("tstzmultirange", "{[2026-01-01 00:00:00+00,2026-01-02 00:00:00+00)}"),
        of("mood", "sad", "so, so"),
        of("pair", "(1,x)", "(,\"a b\")"),
        of("percent", "5", "5.50"),
        of("point", "(1,2.5)", "(1e+300,-0)"),
        of("line", "{1,2,3}"),
        of("lseg", "[(0,0),(1,1)]"),
        of("box", "(1,1),(0,0)"),
        of("path", "((0,0),(1,1))", "[(0,0),(1,1)]"),
        of("polygon", "((0,0),(1,1),(2,0))"),
        of("circle", "<(0,0),5>"),
        of("inet", "192.168.0.1", "192.168.0.1/24", "::1"),
        of("cidr", "10.0.0.0/8"),
        of("macaddr", "08:00:2b:01:02:03"),
        of("macaddr8", "08:00:2b:01:02:03:04:05"),
        of("bit", "1"),
        of("bit(5)", "10110"),
        of("varbit", "", "101"),
        of("tsvector", "'a':1 'b''c':2A"),
        of("tsquery", "'a' & !'b' | 'c':*"),
        of("oid", "5", "4294967295"),
        of("regclass", "pg_class", "12345"),
        of("regtype", "integer", "pair"),
        of("regproc", "now"),
        of("regprocedure", "abs(integer)"),
        of("regrole", "stranger"),
        of("regnamespace", "public"),
        of("pg_lsn", "16/B374D848"),
        of("pg_snapshot", "10:20:10,14"),
        of("xid", "5"),
        of("xid8", "5"),
        of("cid", "5"),
        of("tid", "(0,1)"),
        of("int2vector", "1 2 3"),
        of("oidvector", "1 2 3"),
        of("refcursor", "none"),
        of("aclitem", "stranger=r/stranger"));
  }

  @ParameterizedTest
  @MethodSource("typesThatAreText")
  void a_value_is_what_copy_writes_on_every_run(Values values) throws Exception {
    createTable(values);
    List<String> expected = copied("select v from t order by id");

    for (int run = 1; run <= RUNS; run++) {
      assertThat(unquoted(ndjson("select v from t order by id")))
          .as("run %d", run)
          .isEqualTo(expected);
    }
  }

  /** The types whose text is written in another form: value and form in turn. */
  static List<Values> typesThatAreChanged() {
    return List.of(
        of("bool", "t", "true", "f", "false"),
        of("bytea", "\\x", "", "\\x00ff", "AP8="),
        of(
            "date",
            "2026-11-01",
            "2026-11-01",
            "infinity",
            "infinity",
            "-infinity",
            "-infinity",
            "0044-03-15 BC",
            "-0043-03-15",
            "0001-02-29 BC",
            "0000-02-29",
            "5874897-12-31",
            "+5874897-12-31"),
        of("days", "2026-11-01", "2026-11-01", "infinity", "infinity"),
        of(
            "timestamp",
            "2026-11-01 10:00:00",
            "2026-11-01T10:00:00",
            "2026-11-01 10:00:00.12",
            "2026-11-01T10:00:00.12",
            "infinity",
            "infinity",
            "-infinity",
            "-infinity",
            "0044-03-15 10:00:00 BC",
            "-0043-03-15T10:00:00",
            "294276-12-31 23:59:59.999999",
            "+294276-12-31T23:59:59.999999"),
        of(
            "timestamptz",
            "2026-11-01 10:00:00+02",
            "2026-11-01T08:00:00Z",
            "infinity",
            "infinity",
            "-infinity",
            "-infinity",
            "0044-03-15 10:00:00+00 BC",
            "-0043-03-15T10:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("typesThatAreChanged")
  void times_are_iso_8601_bytes_base64_and_booleans_json_on_every_run(Values values)
      throws Exception {
    List<String> texts = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < values.texts().size(); i += 2) {
      texts.add(values.texts().get(i));
      expected.add(values.texts().get(i + 1));
    }
    expected.add("null");
    createTable(new Values(values.type(), texts));

    for (int run = 1; run <= RUNS; run++) {
      assertThat(unquoted(ndjson("select v from t order by id")))
          .as("run %d", run)
          .isEqualTo(expected);
    }
  }

  private static final String MANY_TYPES =
      """
      select 5::float8 a, 0.1::float4 b, '1 day 2 hours'::interval c, '\\x00ff'::bytea d,
        '{"\\\\x00ff"}'::bytea[] e, '2026-11-01 10:00:00+02'::timestamptz f,
        '{2026-11-01 10:00:00+02}'::timestamptz[] g, '2026-11-01'::date h, '{2026-11-01}'::date[] i,
        '[2026-11-01 10:00:00+02,)'::tstzrange j, 'pg_class'::regclass k, '10:00:00+02'::timetz l,
        1.0::float8 / 3 m, point(1.0 / 3, 2) n
      """;

  private static final String MANY_VALUES =
      "5,0.1,1 day 02:00:00,AP8=,\"{\"\"\\\\x00ff\"\"}\",2026-11-01T08:00:00Z,"
          + "\"{\"\"2026-11-01 08:00:00+00\"\"}\",2026-11-01,{2026-11-01},"
          + "\"[\"\"2026-11-01 08:00:00+00\"\",)\",pg_class,10:00:00+02,"
          + "0.3333333333333333,\"(0.3333333333333333,2)\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&user=stranger",
        "&prepareThreshold=1",
        "&prepareThreshold=-1",
        "&prepareThreshold=0",
        "&preferQueryMode=simple",
        "&preferQueryMode=extendedForPrepared",
        "&stringtype=unspecified",
        "&user=stranger&prepareThreshold=1",
        "&defaultRowFetchSize=1",
      })
  void neither_the_role_nor_the_url_changes_a_byte(String options) throws Exception {
    pooled.close();
    String user = options.contains("user=") ? url.replaceAll("user=[^&]*", "") : url;
    pooled = DriverManager.getConnection(user + options);
    String before = shown("TimeZone") + shown("IntervalStyle") + shown("bytea_output");

    for (int run = 1; run <= RUNS; run++) {
      assertThat(csv(MANY_TYPES).split("\r\n")).as("run %d", run).hasSize(2).contains(MANY_VALUES);
    }
    assertThat(shown("TimeZone") + shown("IntervalStyle") + shown("bytea_output"))
        .isEqualTo(before);
  }

  @Test
  void values_of_no_tables_type_are_text() throws Exception {
    for (int run = 1; run <= RUNS; run++) {
      assertThat(csv("select row(1, 'a b', null) a, 'x' b, pg_sleep(0) c, null d"))
          .as("run %d", run)
          .isEqualTo("a,b,c,d\r\n\"(1,\"\"a b\"\",)\",x,\"\",\r\n");
    }
  }

  @Test
  void a_changed_table_is_read_as_it_is_now() throws Exception {
    execute(
        "drop table if exists t; create table t (id int, v float8); insert into t values (1, 5)");
    for (int run = 1; run <= RUNS; run++) {
      assertThat(csv("select id, v from t")).as("run %d", run).isEqualTo("id,v\r\n1,5\r\n");
      assertThat(csv("select * from t")).as("run %d", run).isEqualTo("id,v\r\n1,5\r\n");
    }

    execute("alter table t add column note text");
    assertThat(csv("select * from t")).isEqualTo("id,v,note\r\n1,5,\r\n");
    execute("alter table t alter column v type numeric(9, 2)");
    assertThat(csv("select * from t")).isEqualTo("id,v,note\r\n1,5.00,\r\n");
    execute("alter table t drop column id");
    assertThat(csv("select * from t")).isEqualTo("v,note\r\n5.00,\r\n");
  }

  @Test
  void a_running_query_shows_its_job() throws Exception {
    assertThat(csv("select query from pg_stat_activity where pid = pg_backend_pid()"))
        .contains("/* job " + new FakeTask(temp).jobId() + ", run ");
  }

  @Test
  void rows_come_through_a_cursor() {
    FakeTask task = new FakeTask(temp);
    task.onProgress(progress -> task.cancel());

    // Ten billion rows fit into no memory.
    assertThatThrownBy(() -> run("select generate_series(1, 10000000000)", Format.CSV, false, task))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(task.lastProgress().done()).isEqualTo(1000);
  }

  @Test
  void nothing_is_written() throws Exception {
    execute("drop table if exists t; create table t (id int)");

    assertThatThrownBy(
            () -> csv("with x as (insert into t values (1) returning id) select * from x"))
        .hasMessage("The database refused the query.");
    assertThat(csv("select count(*) from t")).isEqualTo("count\r\n0\r\n");
  }

  @Test
  void json_and_arrays_are_json_on_request() throws Exception {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(
        "'{\"b\" : 1.0,\n \"a\": [\"x\\\\ny\"]}'::json", "{\"b\" : 1.0,  \"a\": [\"x\\\\ny\"]}");
    columns.put("'{\"b\":1,\"a\":2}'::jsonb", "{\"a\": 2, \"b\": 1}");
    columns.put("'null'::jsonb", "null");
    columns.put("null::jsonb", "null");
    columns.put("'{{1,2},{3,NULL}}'::int[]", "[[1,2],[3,null]]");
    columns.put("'{}'::int[]", "[]");
    columns.put("'[5:6]={1,2}'::int[]", "[1,2]");
    columns.put("null::int[]", "null");
    columns.put("'{5,2.1e+15,NaN,-Infinity,-0}'::float8[]", "[5,2.1e+15,\"NaN\",\"-Infinity\",-0]");
    columns.put("'{t,f}'::bool[]", "[true,false]");
    columns.put(
        "array['a,b', 'say \"hi\"', '', 'NULL', null, E'back\\\\slash', '{x}', E'two\\nlines']",
        "[\"a,b\",\"say \\\"hi\\\"\",\"\",\"NULL\",null,\"back\\\\slash\",\"{x}\",\"two\\u000alines\"]");
    columns.put("array['{\"a\": [1, 2]}', 'null', null]::json[]", "[{\"a\": [1, 2]},null,null]");
    columns.put(
        "array['2026-11-01 10:00:00+02', 'infinity']::timestamptz[]",
        "[\"2026-11-01T08:00:00Z\",\"infinity\"]");
    columns.put("array['0044-03-15 BC']::date[]", "[\"-0043-03-15\"]");
    columns.put("array['\\x00ff', '\\x']::bytea[]", "[\"AP8=\",\"\"]");
    columns.put("array['(2,2),(1,1)', '(4,4),(3,3)']::box[]", "[\"(2,2),(1,1)\",\"(4,4),(3,3)\"]");
    columns.put("array['so, so']::mood[]", "[\"so, so\"]");
    // The driver names a type outside of the search path with its schema.
    columns.put("array['glad', 'so, so']::elsewhere.mood[]", "[\"glad\",\"so, so\"]");
    columns.put("array['2026-11-01 10:00:00']::elsewhere.date[]", "[\"2026-11-01 10:00:00\"]");
    columns.put("array[row(1, 'x y')]::pair[]", "[\"(1,\\\"x y\\\")\"]");
    columns.put("'1 2'::int2vector", "\"1 2\"");
    columns.put("'{[1,2)}'::int4multirange", "\"{[1,2)}\"");
    columns.put("array[1]::money[]", "[\"$1.00\"]");

    for (Map.Entry<String, String> column : columns.entrySet()) {
      for (int run = 1; run <= RUNS; run++) {
        assertThat(run("select " + column.getKey() + " v", Format.NDJSON, true, newTask()))
            .as("%s, run %d", column.getKey(), run)
            .isEqualTo("{\"v\":" + column.getValue() + "}\n");
      }
    }
  }

  private static void createTable(Values values) throws SQLException {
    StringBuilder sql = new StringBuilder();
    sql.append("drop table if exists t; create table t (id serial, v ");
    sql.append(values.type()).append(");");
    for (String text : values.texts()) {
      sql.append("insert into t (v) values ('").append(text.replace("'", "''")).append("');");
    }
    execute(sql + "insert into t (v) values (null)");
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private String shown(String setting) throws SQLException {
    try (Statement statement = pooled.createStatement();
        ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1) + ";";
    }
  }

  /** The fields as COPY writes them, without its escapes; NULL is "null". */
  private static List<String> copied(String sql) throws Exception {
    execute("set TimeZone = 'UTC'");
    StringWriter lines = new StringWriter();
    admin.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + sql + ") to stdout", lines);
    return lines.toString().lines().map(ExportIT::unescaped).toList();
  }

  private static String unescaped(String field) {
    if (field.equals("\\N")) {
      return "null";
    }
    Matcher escape = Pattern.compile("\\\\(.)").matcher(field);
    return escape.replaceAll(
        found ->
            Matcher.quoteReplacement(
                switch (found.group(1)) {
                  case "t" -> "\t";
                  case "n" -> "\n";
                  default -> found.group(1);
                }));
  }

  /** The values of objects with one member: numbers as they are, texts without quotes. */
  private static List<String> unquoted(String ndjson) {
    return ndjson
        .lines()
        .map(line -> line.substring("{\"v\":".length(), line.length() - 1))
        .map(
            value ->
                value.startsWith("\"")
                    ? value
                        .substring(1, value.length() - 1)
                        .replace("\\u0009", "\t")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\")
                    : value)
        .toList();
  }

  private String csv(String sql) throws Exception {
    return run(sql, Format.CSV, false, newTask());
  }

  private String ndjson(String sql) throws Exception {
    return run(sql, Format.NDJSON, false, newTask());
  }

  private FakeTask newTask() throws Exception {
    return new FakeTask(Files.createDirectory(temp.resolve(String.valueOf(outputs++))));
  }

  private String run(String sql, Format format, boolean json, FakeTask task) throws Exception {
    ExportQuery query = new ExportQuery(PositionalSql.of(sql), "jdbc/test");
    new Export(() -> Map.of("rows", query), name -> ExportTest.poolOf(pooled))
        .run(new Export.Input("rows", Map.of(), format, false, false, json), task);
    return Files.readString(task.result());
  }
}
