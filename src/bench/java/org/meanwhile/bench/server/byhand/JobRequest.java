package org.meanwhile.bench.server.byhand;

import java.time.Instant;
import java.util.Map;

/** The body of a request for a job. */
public class JobRequest {
  private String operation;
  private Map<String, Object> input;
  private Instant startAt;

  public String getOperation() {
    return operation;
  }

  public void setOperation(String operation) {
    this.operation = operation;
  }

  public Map<String, Object> getInput() {
    return input;
  }

  public void setInput(Map<String, Object> input) {
    this.input = input;
  }

  public Instant getStartAt() {
    return startAt;
  }

  public void setStartAt(Instant startAt) {
    this.startAt = startAt;
  }
}
