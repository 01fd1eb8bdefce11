package org.meanwhile.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;
import org.meanwhile.contract.support.Upload;

/**
 * Aborted uploads, downloads and jobs leave nothing in the database and the temporary directory.
 */
class LeftoversIT {
  private static final String PASSWORD = "for-this-test";

  private static final String STORED =
      """
      SELECT COALESCE((SELECT SUM(OCTET_LENGTH(data)) FROM chunk), 0)
           + COALESCE((SELECT SUM(OCTET_LENGTH(inline_content)) FROM output), 0)
      """;

  @Test
  void nothing_stays_of_what_was_broken_off_refused_or_deleted() throws Exception {
    Server server = new Server("leftovers");
    // A database that this test can read while the server runs, from this machine only.
    String url =
        "jdbc:h2:file:" + server.directory().resolve("data/meanwhile") + ";AUTO_SERVER=TRUE";
    try (server) {
      server
          .with("h2.bindAddress", "127.0.0.1")
          .with("meanwhile.db.url", url + ";WRITE_DELAY=0")
          .with("meanwhile.db.user", "meanwhile")
          .with("meanwhile.db.password", PASSWORD)
          .with("meanwhile.file.max-idle", "PT1S")
          .with("meanwhile.purge.interval", "PT0.2S")
          .with("meanwhile.work.cancel-grace", "PT1S")
          .start();
      Client client = server.client();
      List<Path> before = files(server.temporary());

      anUploadIsCutInTheMiddle(server.port());
      aFileIsRefused(client);
      aFormIsMalformedBehindItsFile(client);
      aDownloadIsCutInTheMiddle(server.port(), client);
      anOutputIsDeleted(client);
      aJobIsRemoved(client);
      aRunningJobIsCancelled(client);
      anOperationFailsAfterItWrote(client);

      // A timer deletes staged content some time after its upload was aborted.
      Awaitility.await("bytes stored")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(storedBytes(url)).isZero());
      assertThat(files(server.temporary())).isEqualTo(before);

      aDownloadOfWhatIsDeletedMeanwhileIsCut(server.port(), client, url);
    }
  }

  /** The client neither waits for the rest for ever nor takes the download for complete. */
  private static void aDownloadOfWhatIsDeletedMeanwhileIsCut(int port, Client client, String url)
      throws IOException {
    int size = 50_000_000;
    String id = client.ended(Map.of("outputBytes", size));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      // Shorter than the time for which the server keeps an idle connection.
      socket.setSoTimeout(15_000);
      String request = "GET /job/" + id + "/output HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      long got = in.readNBytes(1000).length;
      client.ask().delete("/job/{id}/output", id).then().statusCode(200);
      Awaitility.await("deletion of what is being sent")
          .atMost(Duration.ofSeconds(60))
          .until(() -> storedBytes(url) == 0);

      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        got += read;
      }

      assertThat(got).isLessThan(size);
    }
  }

  private static void anUploadIsCutInTheMiddle(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String opening = Upload.opening("{\"operation\":\"sort\"}");
      String head =
          "POST /job HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary="
              + Upload.BOUNDARY
              + "\r\nContent-Length: 100000000\r\n\r\n";
      socket.getOutputStream().write((head + opening).getBytes(US_ASCII));
      socket.getOutputStream().write("some lines\n".repeat(500_000).getBytes(US_ASCII));
      socket.setSoLinger(true, 0);
    }
  }

  private static void aFileIsRefused(Client client) {
    client
        .askWrongly()
        .multiPart(
            "file", "lines.txt", "some lines\n".repeat(300_000).getBytes(US_ASCII), "text/plain")
        .multiPart("job", "{\"operation\":\"sort\",\"input\":{\"unique\":7}}", "application/json")
        .post("/job")
        .then()
        .statusCode(400);
  }

  private static void aFormIsMalformedBehindItsFile(Client client) {
    String form = Upload.opening("{\"operation\":\"sort\"}") + "some lines\n".repeat(300_000);
    client
        .askWrongly()
        .contentType("multipart/form-data; boundary=" + Upload.BOUNDARY)
        .body((form + Upload.closing().replace("--\r\n", "garbage\r\n")).getBytes(US_ASCII))
        .post("/job")
        .then()
        .statusCode(400);
  }

  private static void aDownloadIsCutInTheMiddle(int port, Client client) throws IOException {
    String id = client.ended(Map.of("outputBytes", 20_000_000));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "GET /job/" + id + "/output HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(100_000)).hasSize(100_000);
      socket.setSoLinger(true, 0);
    }
    client.cancel(id).then().statusCode(200);
  }

  private static void anOutputIsDeleted(Client client) {
    String id = client.ended(Map.of("outputBytes", 5_000_000));
    client.ask().delete("/job/{id}/output", id).then().statusCode(200);
  }

  private static void aJobIsRemoved(Client client) {
    client.cancel(client.ended(Map.of("outputBytes", 5_000_000))).then().statusCode(200);
  }

  private static void aRunningJobIsCancelled(Client client) {
    String id =
        client.simulated(Map.of("outputBytes", 5_000_000, "steps", 100, "duration", "PT1M"));
    client.await(id, job -> job.get("progress.done") != null && job.getLong("progress.done") > 2);
    client.cancel(id).then().statusCode(200);
    client.awaitEnd(id);
  }

  private static void anOperationFailsAfterItWrote(Client client) {
    client.ended(Map.of("outputBytes", 5_000_000, "steps", 10, "failAtStep", 9));
  }

  /** Returns the stored bytes of all files and outputs, inline or in chunks. */
  private static long storedBytes(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "meanwhile", PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet sum = statement.executeQuery(STORED)) {
      sum.next();
      return sum.getLong(1);
    }
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("payaramicro"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
