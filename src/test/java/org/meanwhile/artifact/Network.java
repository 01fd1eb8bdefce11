package org.meanwhile.artifact;

/** Whether the Maven that runs these tests was told to stay offline ({@code mvn -o}). */
final class Network {
  private Network() {}

  static boolean isOff() {
    return System.getProperty("it.network").equals("offline=true");
  }
}
