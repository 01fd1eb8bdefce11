package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Callback;
import org.meanwhile.job.JobId;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.platform.WebhookSecret;

/**
 * Reads what jobs were made of, for running them again and for showing their input.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class KeptRequests {
  private Database database;
  private SecretSeal seal;

  /** For the container's proxy. */
  protected KeptRequests() {}

  @Inject
  public KeptRequests(Database database, SecretSeal seal) {
    this.database = database;
    this.seal = seal;
  }

  /** Empty when there is no record of the job any more. */
  public Optional<KeptRequest> find(JobId job) {
    return database
        .read(c -> Rows.query(c, SubmitSql.KEPT_REQUEST, row -> request(job, row), job.value()))
        .stream()
        .findFirst();
  }

  private KeptRequest request(JobId job, ResultSet row) throws SQLException {
    Optional<StagedFile> file = file(row);
    boolean hadFile = row.getBoolean("has_file");
    boolean known = !row.wasNull();
    SecretSeal.Stored stored =
        new SecretSeal.Stored(row.getString("secret"), row.getString("secrets"));
    Optional<List<WebhookSecret>> secrets = seal.open(job, stored);
    return new KeptRequest(
        row.getString("input"),
        file,
        file.isPresent() || known && !hadFile,
        callback(row, secrets.orElse(List.of())),
        secrets.isEmpty());
  }

  private static Optional<StagedFile> file(ResultSet row) throws SQLException {
    UUID content = Rows.uuid(row, "content_id");
    return content == null
        ? Optional.empty()
        : Optional.of(
            new StagedFile(
                new StoredContent(
                    content, null, row.getLong("size_bytes"), row.getString("sha256")),
                Optional.ofNullable(row.getString("name")),
                row.getString("media_type"),
                true));
  }

  private static Optional<Callback> callback(ResultSet row, List<WebhookSecret> secrets)
      throws SQLException {
    String url = row.getString("url");
    return url == null
        ? Optional.empty()
        : Optional.of(new Callback(url, row.getString("receiver"), secrets, row.getString("base")));
  }
}
