package org.meanwhile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanwhile.cluster.support.ImpatientClient;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.Server;

/** The embedded database survives that its process is killed again and again while it writes. */
class KillsIT {
  private static final int KILLS = 20;
  private static final int CLIENTS = 4;

  private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean over;

  @Test
  @EnabledIfSystemProperty(named = "faults", matches = ".*")
  void each_accepted_job_outlives_twenty_kills() {
    try (Server server = new Server("kills").with("meanwhile.work.dead-after", "PT2S")) {
      server.with("meanwhile.work.heartbeat", "PT0.5S").with("meanwhile.work.max-crashes", 100);
      server.start();
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int size = i;
        clients.add(
            CompletableFuture.runAsync(
                () -> submit(server, size), task -> new Thread(task).start()));
      }
      Random random = new Random(1);
      for (int kill = 0; kill < KILLS; kill++) {
        int before = accepted.size();
        while (accepted.size() < before + 20 + random.nextInt(200)) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        server.kill();
        server.start();
      }
      over = true;
      clients.forEach(CompletableFuture::join);

      System.out.println(accepted.size() + " jobs were accepted through " + KILLS + " kills");
      Client client = server.client();
      for (String job : accepted) {
        assertThat(client.awaitEnd(job).getString("status")).as(job).isEqualTo("Succeeded");
        // Not described: an output of 0 bytes has no body to validate.
        client.askUndescribed().get("/job/{id}/output", job).then().statusCode(200);
      }
    }
  }

  private void submit(Server server, int bytes) {
    ImpatientClient client = new ImpatientClient();
    String job = "{\"operation\": \"simulate\", \"input\": {\"outputBytes\": " + bytes + "}}";
    while (!over) {
      client
          .ask(server, "POST", "/job", job)
          .flatMap(ImpatientClient::accepted)
          .ifPresentOrElse(
              accepted::add, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)));
    }
  }
}
