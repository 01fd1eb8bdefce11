package org.meanwhile.builtin;

import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.SettingsGroup;

/**
 * The settings of the operations that ship, for the manual alone: each operation reads its own from
 * MicroProfile Config, as an author's operation would.
 */
public final class BuiltinSettings implements SettingsGroup {
  private static final String EXPORT = "meanwhile.export.<name>.";
  private static final String COMMAND = "meanwhile.command.<name>.";
  private static final String WORKER = "meanwhile.worker.<name>.";
  private static final String MEDIA_TYPES = "media types with commas between";

  public static final SettingRow BACKUP_SOURCE =
      new SettingRow(
          "meanwhile.backup.sources.<name>",
          "",
          "the path of a directory",
          "A directory tree that callers may pack with `backup`, by this name. Any other name is "
              + "answered 400.");

  public static final SettingRow EXPORT_SQL =
      new SettingRow(
          EXPORT + "sql",
          "",
          "one SQL query",
          "A query that callers may run with `export`, by this name. `:name` stands for a "
              + "parameter. Any other name is answered with 400.");

  public static final SettingRow EXPORT_DATA_SOURCE =
      new SettingRow(
          EXPORT + "data-source",
          "java:app/jdbc/meanwhile",
          "the JNDI name of a data source",
          "The database that the query reads. The default is the server's own.");

  public static final SettingRow COMMAND_LINE =
      new SettingRow(
          COMMAND + "line",
          "",
          "the words of a command line",
          "A program and its arguments, offered as the operation `<name>`. `{parameter}` stands for "
              + "a member of the input; no shell reads the line. See "
              + "[Programs as operations](operations.md#programs-as-operations).");

  public static final SettingRow COMMAND_PARAMETERS =
      new SettingRow(
          COMMAND + "parameters",
          "",
          "a JSON Schema 2020-12 of an object",
          "The members of the operation's input. Without it the input has none.");

  public static final SettingRow COMMAND_TITLE =
      new SettingRow(COMMAND + "title", "", "a text", "A few words for people; else the name.");

  public static final SettingRow COMMAND_DESCRIPTION =
      new SettingRow(
          COMMAND + "description", "", "a text", "A sentence or two that describe the operation.");

  public static final SettingRow COMMAND_TAKES =
      new SettingRow(
          COMMAND + "takes",
          "",
          MEDIA_TYPES,
          "The media types of the file that the program reads from its standard input. Without it "
              + "a job has no file.");

  public static final SettingRow COMMAND_FILE_REQUIRED =
      new SettingRow(
          COMMAND + "file-required",
          "true",
          "true or false",
          "Whether a job without a file is answered with 400, where `takes` is set.");

  public static final SettingRow COMMAND_YIELDS =
      new SettingRow(
          COMMAND + "yields",
          "application/octet-stream",
          MEDIA_TYPES,
          "The media types of the program's standard output. The output gets the first.");

  public static final SettingRow COMMAND_FILE_NAME =
      new SettingRow(
          COMMAND + "file-name", "", "a file name", "The file name of the output; else the name.");

  public static final SettingRow COMMAND_ENVIRONMENT =
      new SettingRow(
          COMMAND + "environment",
          "",
          "words NAME=value, quoted as the line is",
          "Environment variables of the program. It has `PATH`, `HOME` and `TMPDIR` besides.");

  public static final SettingRow WORKER_PARAMETERS =
      new SettingRow(
          WORKER + "parameters",
          "",
          "a JSON Schema 2020-12 of an object",
          "Makes `<name>` an operation that workers elsewhere do, as each of these settings does, and "
              + "says which members its input has. Without it the input has none. See "
              + "[Workers elsewhere](workers.md).");

  public static final SettingRow WORKER_TITLE =
      new SettingRow(WORKER + "title", "", "a text", "A few words for people; else the name.");

  public static final SettingRow WORKER_DESCRIPTION =
      new SettingRow(
          WORKER + "description", "", "a text", "A sentence or two that describe the operation.");

  public static final SettingRow WORKER_TAKES =
      new SettingRow(
          WORKER + "takes",
          "",
          MEDIA_TYPES,
          "The media types of the file that comes with a job. Without it a job has no file.");

  public static final SettingRow WORKER_FILE_REQUIRED =
      new SettingRow(
          WORKER + "file-required",
          "true",
          "true or false",
          "Whether a job without a file is answered with 400, where `takes` is set.");

  public static final SettingRow WORKER_YIELDS =
      new SettingRow(
          WORKER + "yields",
          "application/octet-stream",
          MEDIA_TYPES,
          "The media types of the output, for the catalogue. A worker says which one it sends.");

  public static final SettingRow WORKER_LEASE =
      new SettingRow(
          WORKER + "lease",
          "PT60S",
          "an ISO 8601 duration from PT1S to P1D",
          "How long a worker may be silent. Then its job goes to another one, and the lost attempt "
              + "counts as a crash.");

  public static final SettingRow WORKER_APPEND_ONLY =
      new SettingRow(
          WORKER + "append-only",
          "false",
          "true or false",
          "Whether the output can be read while its worker sends it.");

  public static final SettingRow WORKER_REPEATABLE =
      new SettingRow(
          WORKER + "repeatable",
          "false",
          "true or false",
          "Whether the same input always makes the same output.");

  public static final SettingRow WORKER_MAX_ATTEMPTS =
      new SettingRow(
          WORKER + "max-attempts",
          "3",
          "a whole number from 1 to 100",
          "How many attempts a job has, where workers say `retry`.");

  public static final SettingRow WORKER_MAX_LEASES =
      new SettingRow(
          WORKER + "max-leases",
          "",
          "a whole number from 1 to 1000000",
          "How many jobs of the operation may be leased at a time, on all nodes together. Without it, "
              + "any number.");

  @Override
  public String title() {
    return "Operations that ship";
  }
}
