package org.meanwhile.platform;

/**
 * A part of this node that runs from the start of the application to its end: an application-scoped
 * bean that {@link ServiceLifecycle} starts and stops.
 */
public interface Service {

  /**
   * The order in which services start. They stop in reverse, so what others need until their end
   * stands first.
   */
  enum Phase {
    /** Waiting clients hear of changes that other services make while they stop. */
    WATCH,
    /** Callbacks come after the jobs that they tell of. */
    CALLBACK,
    /** The node is alive in the database: its heart beats until the last job is handed back. */
    PRESENCE,
    /** The work stops first: the sooner a job is handed back, the sooner another node runs it. */
    WORK
  }

  /** When this service starts, among all. */
  Phase phase();

  /**
   * Whether this node runs the service. One that it does not run is neither started nor stopped.
   */
  boolean isWanted();

  /**
   * Starts the service and returns; the work is done by threads of its own.
   *
   * @throws RuntimeException when the node must not start
   */
  void start();

  /**
   * Stops the service in good order. Returns within the time that it gets, whether or not all of it
   * has ended: a database or a receiver that does not answer must not hold up the services that
   * stop after it.
   *
   * <p>Classes that were not loaded before a shutdown may not be loaded during it, so {@link
   * #start} uses all that this method needs.
   *
   * @param time what all services have left together
   */
  void stop(StopTime time);
}
