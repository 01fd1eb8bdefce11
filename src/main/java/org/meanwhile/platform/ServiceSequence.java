package org.meanwhile.platform;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Starts services in the order of their phases and stops them in reverse. For one thread. */
final class ServiceSequence {
  private static final Logger LOG = System.getLogger(ServiceSequence.class.getName());

  private final List<Service> services;
  private final Deque<Service> running = new ArrayDeque<>();

  ServiceSequence(List<Service> services) {
    this.services = services.stream().sorted(Comparator.comparing(Service::phase)).toList();
  }

  /**
   * Starts all that are wanted.
   *
   * @throws RuntimeException of the first that did not start; those before it are stopped again
   */
  void start() {
    try {
      for (Service service : services) {
        if (service.isWanted()) {
          service.start();
          running.push(service);
        }
      }
    } catch (RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  /** Stops all that run, the last started first. A service that fails does not keep the others. */
  void stop() {
    StopTime time = new StopTime();
    while (!running.isEmpty()) {
      Service service = running.pop();
      Guarded.run(LOG, "stopping a service", () -> service.stop(time));
    }
  }
}
