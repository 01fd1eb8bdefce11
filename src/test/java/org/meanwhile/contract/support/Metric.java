package org.meanwhile.contract.support;

/** A number that the server shows of itself. */
public record Metric(String name) {

  public static Metric of(String name) {
    return new Metric(name);
  }

  /** All samples of that name, added up; 0 when there is none yet. */
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
