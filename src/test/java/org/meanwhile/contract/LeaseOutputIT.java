package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meanwhile.contract.support.Problems.problem;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.WorkerClient;
import org.meanwhile.contract.support.WorkerClient.Lease;
import org.meanwhile.contract.support.WorkerServer;
import org.meanwhile.platform.Sha256;

/** {@code /lease/{secret}/output}: outputs at once and in parts, broken off and taken up again. */
@ExtendWith(WorkerServer.class)
class LeaseOutputIT {
  private static final int LONG = 1_500_000;

  private final Client client;
  private final WorkerClient worker;
  private final int port;

  LeaseOutputIT(WorkerServer.WithWorkers server) {
    this.client = server.server().client();
    this.worker = new WorkerClient(client);
    this.port = server.server().port();
  }

  @BeforeEach
  void clear() {
    List.of("picture", "grow").forEach(worker::clear);
  }

  private Lease leased(String operation) {
    client.accepted(Map.of("operation", operation));
    Lease lease = worker.lease(operation);
    worker.patch(lease, "{}").then().statusCode(200);
    return lease;
  }

  private void isOutput(Lease lease, byte[] bytes) {
    worker.succeed(lease).then().statusCode(200).body("status", equalTo("Succeeded"));
    assertThat(client.output(lease.job()).then().statusCode(200).extract().asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void an_output_has_the_type_name_and_bytes_that_were_sent() {
    Lease lease = leased("picture");
    byte[] sent = bytes(LONG);

    worker
        .put(
            lease,
            sent,
            "image/png",
            Map.of(
                "Content-Disposition",
                "attachment; filename=\"x.png\"; filename*=UTF-8''%C3%BC.png",
                "Repr-Digest",
                digest(sent)))
        .then()
        .statusCode(201)
        .header("Upload-Offset", Integer.toString(LONG));

    isOutput(lease, sent);
    client
        .ask()
        .head("/job/{id}/output", lease.job())
        .then()
        .contentType("image/png")
        .header("Content-Disposition", containsString("%C3%BC.png"))
        .header("Repr-Digest", digest(sent));
  }

  @Test
  void an_output_that_is_not_what_its_digest_says_is_refused_and_sent_again() {
    Lease lease = leased("picture");

    worker
        .put(lease, bytes(10), "text/plain", Map.of("Repr-Digest", digest(bytes(11))))
        .then()
        .spec(problem(400, "invalid-request"));
    assertThat(worker.offset(lease)).isEqualTo("0");
    worker.succeed(lease).then().spec(problem(409, "wrong-state"));
    worker
        .put(lease, bytes(10), "text/plain", Map.of("Repr-Digest", "sha-256=:xyz:"))
        .then()
        .spec(problem(400, "malformed-request"));
    worker.put(lease, bytes(10), "text/plain", Map.of()).then().statusCode(201);
    isOutput(lease, bytes(10));
  }

  @Test
  void another_output_takes_the_place_of_the_first() {
    Lease lease = leased("picture");
    worker.put(lease, bytes(LONG), "text/plain", Map.of()).then().statusCode(201);
    worker.put(lease, bytes(20), "text/csv", Map.of()).then().statusCode(201);

    assertThat(worker.offset(lease)).isEqualTo("20");
    isOutput(lease, bytes(20));
  }

  @Test
  void parts_are_sent_one_after_the_other() {
    Lease lease = leased("picture");
    assertThat(worker.offset(lease)).isEqualTo("0");
    byte[] all = bytes(LONG);

    worker
        .append(lease, 5, new byte[1])
        .then()
        .spec(problem(409, "wrong-offset"))
        .header("Upload-Offset", "0");
    worker.append(lease, 0, Arrays.copyOf(all, 700_000)).then().statusCode(201);
    worker
        .append(lease, 0, new byte[1])
        .then()
        .spec(problem(409, "wrong-offset"))
        .header("Upload-Offset", "700000")
        .body("offset", equalTo(700_000));
    worker
        .append(lease, 700_001, new byte[1])
        .then()
        .spec(problem(409, "wrong-offset"))
        .header("Upload-Offset", "700000");
    client
        .upload()
        .contentType(WorkerClient.PART)
        .header("Upload-Offset", 700_000)
        .header("Repr-Digest", digest(all))
        .body(Arrays.copyOfRange(all, 700_000, LONG))
        .patch(lease.uri() + "/output")
        .then()
        .statusCode(201)
        .header("Upload-Offset", Integer.toString(LONG));

    isOutput(lease, all);
    client.ask().head("/job/{id}/output", lease.job()).then().contentType("text/plain");
  }

  @Test
  void the_output_says_what_a_part_is() {
    Lease lease = leased("picture");

    client
        .askUndescribed()
        .options(lease.uri() + "/output")
        .then()
        .statusCode(204)
        .header("Allow", containsString("PATCH"))
        .header("Accept-Patch", WorkerClient.PART);
    client
        .askUndescribed()
        .options(lease.uri())
        .then()
        .statusCode(204)
        .header("Accept-Patch", "application/merge-patch+json");
    worker
        .append(lease, 999_999_999_999_999_999L, bytes(1))
        .then()
        .spec(problem(409, "wrong-offset"));
    worker.handBack(lease).then().statusCode(200);
  }

  @Test
  void a_part_needs_its_media_type_and_its_offset() {
    Lease lease = leased("picture");

    client
        .askWrongly()
        .contentType("text/plain")
        .header("Upload-Offset", 0)
        .body("x")
        .patch(lease.uri() + "/output")
        .then()
        .spec(problem(415, "unsupported-media-type"))
        .header("Accept-Patch", WorkerClient.PART);
    for (String offset : List.of("", "-1", "x", "1.5", "99999999999999999999")) {
      client
          .upload()
          .contentType(WorkerClient.PART)
          .header("Upload-Offset", offset)
          .body(bytes(1))
          .patch(lease.uri() + "/output")
          .then()
          .spec(problem(400, "malformed-request"));
    }
    worker.handBack(lease).then().statusCode(200);
  }

  @Test
  void an_upload_that_breaks_off_goes_on_where_it_was() throws Exception {
    Lease lease = leased("picture");
    byte[] all = bytes(LONG);
    String path = lease.uri().substring(lease.uri().indexOf("/lease/")) + "/output";

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: "
                  + LONG
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(all, 0, 1_000_000);
      out.flush();
      await().until(() -> Long.parseLong(worker.offset(lease)), offset -> offset > 500_000);
    }

    await().until(() -> Long.parseLong(worker.offset(lease)), offset -> offset == 1_000_000);
    worker.succeed(lease).then().spec(problem(409, "wrong-state"));
    worker
        .append(lease, 1_000_000, Arrays.copyOfRange(all, 1_000_000, LONG))
        .then()
        .statusCode(201);
    isOutput(lease, all);
  }

  @Test
  void a_long_upload_renews_the_lease_while_it_flows() throws IOException {
    client.accepted(Map.of("operation", "fleeting"));
    Lease lease = worker.lease("fleeting");
    String path = lease.uri().substring(lease.uri().indexOf("/lease/")) + "/output";

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 40; i++) {
        out.write('x');
        out.flush();
        // Ten to a second: the upload takes four times as long as the lease lasts.
        LockSupport.parkNanos(100_000_000);
      }
      byte[] answer = new byte[12];
      socket.getInputStream().readNBytes(answer, 0, answer.length);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 201");
    }
    worker.succeed(lease).then().statusCode(200);
  }

  @Test
  void an_output_that_only_grows_is_read_while_it_is_sent() {
    Lease lease = leased("grow");
    worker.append(lease, 0, bytes(100)).then().statusCode(201);

    client
        .ask()
        .header("Range", "bytes=0-")
        .get("/job/{id}/output", lease.job())
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 0-99/*")
        .header("ETag", "\"p-1\"");
    worker.append(lease, 100, bytes(50)).then().statusCode(201);
    client
        .ask()
        .header("Range", "bytes=100-")
        .header("Prefer", "wait=30")
        .get("/job/{id}/output", lease.job())
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 100-149/*");
    worker.succeed(lease).then().statusCode(200);
    client.output(lease.job()).then().statusCode(200).header("Content-Length", "150");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String digest(byte[] bytes) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.digest().digest(bytes)) + ":";
  }
}
