package org.meanwhile.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.contract.support.Client;
import org.meanwhile.contract.support.SharedServer;

@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SharedServer.class)
class HealthIT {
  private final Client client;

  HealthIT(Client client) {
    this.client = client;
  }

  @Test
  void it_lives() {
    client
        .askUndescribed()
        .get("/health/live")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"));
  }

  @Test
  void it_says_what_makes_it_ready() {
    client
        .askUndescribed()
        .get("/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks", hasSize(greaterThan(0)))
        .body("checks.status", everyItem(equalTo("UP")));
  }
}
