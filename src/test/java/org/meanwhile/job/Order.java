package org.meanwhile.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.platform.WebhookSecret;

/** Builds a request for a job; a test names only what matters to it. */
public record Order(
    String operation,
    String caller,
    int priority,
    Optional<Instant> startAt,
    Optional<Instant> deadline,
    Duration retain,
    boolean rerunnable,
    Map<String, String> labels,
    Optional<StagedFile> file,
    Idempotency idempotency,
    Optional<Callback> callback,
    JobOrigin origin,
    List<Dependency> after,
    Reuse reuse) {
  public static final String COPY = "copy";
  public static final String ALICE = "alice";
  public static final TraceContext TRACE =
      new TraceContext(
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", Optional.of("a=1,b=2"));
  public static final Duration RETAIN = Duration.ofHours(1);
  public static final Duration TOMBSTONE = Duration.ofHours(1);

  public static Order any() {
    return new Order(
        COPY,
        ALICE,
        0,
        Optional.empty(),
        Optional.empty(),
        RETAIN,
        true,
        Map.of(),
        Optional.empty(),
        Idempotency.NONE,
        Optional.empty(),
        JobOrigin.REQUEST,
        List.of(),
        Reuse.NONE);
  }

  public Order of(String other) {
    return new Order(
        other,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order by(String other) {
    return new Order(
        operation,
        other,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order withPriority(int other) {
    return new Order(
        operation,
        caller,
        other,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order startingAt(Instant time) {
    return new Order(
        operation,
        caller,
        priority,
        Optional.of(time),
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order until(Instant time) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        Optional.of(time),
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order retained(Duration other) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        other,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order notRerunnable() {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        false,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order labelled(String key, String value) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        Map.of(key, value),
        file,
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order with(StagedFile other) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        Optional.of(other),
        idempotency,
        callback,
        origin,
        after,
        reuse);
  }

  public Order once(Idempotency by) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        by,
        callback,
        origin,
        after,
        reuse);
  }

  /** With a callback to this host, signed by these. */
  public Order calling(String host, WebhookSecret... secrets) {
    Callback other =
        new Callback(
            "https://" + host + "/", host + "|443", List.of(secrets), "https://meanwhile.example/");
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        Optional.of(other),
        origin,
        after,
        reuse);
  }

  public Order from(JobOrigin other) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        other,
        after,
        reuse);
  }

  public Order after(Dependency... others) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        List.of(others),
        reuse);
  }

  /** The same as all others with this input. */
  public Order like(String input) {
    return sharing(Reuse.of(caller, operation, Optional.of(input), file, Optional.empty()));
  }

  /** The same, and takes what the others have made within a time. */
  public Order reusing(String input, Duration within) {
    return sharing(Reuse.of(caller, operation, Optional.of(input), file, Optional.of(within)));
  }

  private Order sharing(Reuse other) {
    return new Order(
        operation,
        caller,
        priority,
        startAt,
        deadline,
        retain,
        rerunnable,
        labels,
        file,
        idempotency,
        callback,
        origin,
        after,
        other);
  }

  public NewJob request() {
    return request(new JobId(UUID.randomUUID()));
  }

  public NewJob request(JobId id) {
    return new NewJob(
        id,
        operation,
        caller,
        "{}",
        labels,
        priority,
        startAt,
        deadline,
        Duration.ofHours(1),
        retain,
        TOMBSTONE,
        3,
        rerunnable,
        file,
        idempotency,
        callback,
        Optional.of(TRACE),
        origin,
        after,
        reuse);
  }
}
