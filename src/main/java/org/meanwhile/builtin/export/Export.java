package org.meanwhile.builtin.export;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meanwhile.operation.Choices;
import org.meanwhile.operation.FurtherSchema;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;

/**
 * Exports the rows of a SQL statement that the administrator has configured.
 *
 * <p><b>Configuration.</b> {@code meanwhile.export.<name>.sql} is the statement, with {@code :name}
 * for its parameters (see {@link PositionalSql}). {@code meanwhile.export.<name>.data-source} is
 * the JNDI name of its data source, by default {@value ExportQuery#DEFAULT_DATA_SOURCE}. Text is
 * bound as text: where the database needs a date, the statement says {@code CAST(:since AS date)}.
 *
 * <p><b>Transaction.</b> Read-only, with the default isolation of the database; always rolled back.
 *
 * <p><b>The same bytes.</b> The same rows are written as the same bytes on every run and
 * connection, whatever the driver, the pool and the role's settings do; see {@link Dialect}. On
 * PostgreSQL the transaction's time zone is UTC.
 *
 * <p><b>Memory.</b> At most 500 rows, without large objects, which are streamed. H2 builds the
 * whole result first when it has to sort or group, or when it calls functions that are not
 * deterministic.
 *
 * <p><b>Progress.</b> The number of rows that were written; the total is not known.
 *
 * <p><b>Failures.</b> {@code query-failed} when the database refuses the statement; {@code
 * database-unavailable} when it cannot be reached, in which case the job is attempted up to three
 * times. The database's message goes to the server's log only.
 *
 * <p><b>Checkpoints.</b> None. A cursor ends with its transaction, and another run reads the
 * database of another moment: skipping the rows that were written would join two moments, and rows
 * without an order of their own could be missing or come twice. The output of a run is dropped with
 * its lease in any case.
 *
 * <p>An embedded H2 that is not the server's own must be opened with {@code jdbc:h2:async:}: in
 * H2's default file system, the interrupt of a reading thread closes the file of the database.
 */
@OperationDefinition(
    name = "export",
    title = "Export rows",
    description =
        "Runs a query that the server's administrator offers and yields its rows as CSV (RFC 4180,"
            + " with a header; NULL is an empty field, an empty text is \"\"; in a result of one"
            + " column NULL is \"\" too, because readers drop empty lines) or as a JSON object a"
            + " line. Times are ISO 8601, bytes base64; infinity, NaN and the like are the database's"
            + " own words, in JSON as strings. CSV that people will open in a spreadsheet should be"
            + " asked for with defuseFormulas.",
    yields = {"text/csv", "application/x-ndjson"},
    maxAttempts = 3,
    appendOnly = true,
    repeatable = true)
public class Export implements Operation<Export.Input> {
  private static final System.Logger LOG = System.getLogger(Export.class.getName());

  /**
   * The input of an export.
   *
   * @param query the name of a configured statement
   * @param parameters a value for each parameter of the statement: text, a number, a boolean or
   *     null; null for a statement without parameters
   * @param format null stands for CSV
   * @param defuseFormulas whether text of the CSV is escaped so that no spreadsheet takes it for a
   *     formula; see {@link FormulaEscaper}
   * @param bom whether the CSV begins with a byte order mark
   * @param json whether NDJSON has JSON values and arrays as JSON, not as text
   */
  @RunnableQuery
  @FurtherSchema(ExportSchema.class)
  @Schema(description = "Which query, and how its rows are written")
  public record Input(
      @Schema(description = "The name of a query that the server offers")
          @NotNull
          @Choices(ExportQuery.Names.class)
          String query,
      @Schema(
              description =
                  "A value for each parameter of the query: text, a number, a boolean or null",
              defaultValue = "{}")
          @Size(max = 100)
          Map<String, Object> parameters,
      @Schema(description = "How rows are written", defaultValue = "csv") Format format,
      @Schema(
              description =
                  "For CSV that is opened in a spreadsheet: a text that begins with =, +, -, @, a tab"
                      + " or a line's end gets an apostrophe before it, so that it is not run as a"
                      + " formula. Numbers stay as they are",
              defaultValue = "false")
          boolean defuseFormulas,
      @Schema(
              description =
                  "For CSV that is opened in Excel: begins with a byte order mark, by which it knows"
                      + " UTF-8",
              defaultValue = "false")
          boolean bom,
      @Schema(
              description =
                  "For NDJSON: JSON columns and arrays are JSON values, not their text; elements of"
                      + " arrays are written as columns are",
              defaultValue = "false")
          boolean json) {

    /** Replaces missing parameters by none, and a missing format by CSV. */
    public Input {
      parameters = parameters == null ? Map.of() : parameters;
      format = format == null ? Format.CSV : format;
    }

    /** The options that are set and have no meaning in the format, with what is wrong. */
    Map<String, String> misplacedOptions() {
      Map<String, String> misplaced = new TreeMap<>();
      if (format != Format.CSV) {
        putIf(defuseFormulas, "defuseFormulas", "is for the format csv", misplaced);
        putIf(bom, "bom", "is for the format csv", misplaced);
      }
      if (format != Format.NDJSON) {
        putIf(json, "json", "is for the format ndjson", misplaced);
      }
      return misplaced;
    }

    private static void putIf(
        boolean set, String option, String problem, Map<String, String> misplaced) {
      if (set) {
        misplaced.put(option, problem);
      }
    }
  }

  private final Supplier<Map<String, ExportQuery>> queries;
  private final DataSources dataSources;

  /** For the container. */
  public Export() {
    this(() -> ExportQuery.in(ConfigProvider.getConfig()), name -> InitialContext.doLookup(name));
  }

  Export(Supplier<Map<String, ExportQuery>> queries, DataSources dataSources) {
    this.queries = queries;
    this.dataSources = dataSources;
  }

  @Override
  public void run(Input input, Task task) throws Exception {
    ExportQuery query = queries.get().get(input.query());
    // The input was checked when the job was created, by a node with another configuration.
    if (query == null) {
      throw new PermanentFailure("unknown-query", "There is no such query.");
    }
    if (!query.problems(input.parameters()).isEmpty()) {
      throw new PermanentFailure("bad-parameters", "The parameters are not those of the query.");
    }
    DataSource dataSource = find(query.dataSource());
    try (ReadOnlyConnection connection = new ReadOnlyConnection(dataSource);
        PreparedStatement statement = connection.prepare(query.sql().text(), task.jobId())) {
      query.bind(statement, input.parameters());
      Layout layout = new Layout(input.format(), input.defuseFormulas(), input.bom(), input.json());
      new RowStream(connection.dialect(), layout, task).write(statement, input.query());
    } catch (SQLException e) {
      task.checkCanceled();
      // The database's message quotes the caller's values: they must not forge lines of the log.
      LOG.log(
          Level.WARNING,
          "Export of {0} failed, job {1}, SQLSTATE {2}: {3}",
          input.query(),
          task.jobId(),
          e.getSQLState(),
          String.valueOf(e.getMessage()).replaceAll("[\\p{Cc}\\u2028\\u2029]", " "));
      throw QueryFailure.of(e);
    }
  }

  private DataSource find(String name) throws PermanentFailure {
    try {
      return dataSources.find(name);
    } catch (NamingException e) {
      LOG.log(Level.ERROR, "There is no data source " + name, e);
      throw new PermanentFailure("no-data-source", "The query's data source is not there.");
    }
  }
}
