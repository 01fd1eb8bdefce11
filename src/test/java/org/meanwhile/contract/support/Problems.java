package org.meanwhile.contract.support;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.specification.ResponseSpecification;

/** Specifications of error answers, by RFC 9457 and the contract. */
public final class Problems {
  private Problems() {}

  public static ResponseSpecification problem(int status) {
    return new ResponseSpecBuilder()
        .expectStatusCode(status)
        .expectHeader("Content-Type", startsWith("application/problem+json"))
        .expectBody("status", equalTo(status))
        .expectBody("type", notNullValue())
        .expectBody("title", notNullValue())
        .expectBody("detail", notNullValue())
        .expectBody("instance", notNullValue())
        .expectBody(not(containsString("org.meanwhile")))
        .expectBody(not(containsString("Exception")))
        .expectBody(not(containsString("jakarta.")))
        .build();
  }

  /**
   * @param type the last part of the URI of the problem type
   */
  public static ResponseSpecification problem(int status, String type) {
    return new ResponseSpecBuilder()
        .addResponseSpecification(problem(status))
        .expectBody("type", endsWith("/problem/" + type))
        .build();
  }
}
