package org.meanwhile.contract.support;

/** Reads a metric of the server. */
public record Metric(String name) {

  public static Metric of(String name) {
    return new Metric(name);
  }

  /** Returns the sum of all samples of the name; 0 when there are none. */
  public double read(Client client) {
    return client
        .askUndescribed()
        .accept("text/plain")
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
