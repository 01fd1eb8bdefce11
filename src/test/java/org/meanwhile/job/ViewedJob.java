package org.meanwhile.job;

import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A job as a poll reads it, made without a database: only what matters to a test is said. */
public final class ViewedJob {
  public static final Instant CREATED = Instant.parse("2026-12-01T02:00:00Z");

  private final Map<String, Object> columns = new HashMap<>();
  private boolean expired;

  private ViewedJob(JobStatus status) {
    columns.put("id", new UUID(1, 2));
    columns.put("operation", Order.COPY);
    columns.put("caller", Order.ALICE);
    columns.put("status", status.name());
    columns.put("version", 1L);
    columns.put("created_at", CREATED);
    columns.put("run_at", CREATED);
    columns.put("labels", "");
    columns.put("timeout_ms", Duration.ofDays(1).toMillis());
  }

  public static ViewedJob waiting() {
    return new ViewedJob(JobStatus.WAITING);
  }

  public static ViewedJob running() {
    return new ViewedJob(JobStatus.RUNNING).with("started_at", CREATED);
  }

  public static ViewedJob succeeded() {
    return new ViewedJob(JobStatus.SUCCEEDED)
        .with("started_at", CREATED)
        .with("finished_at", CREATED);
  }

  public ViewedJob id(JobId id) {
    return with("id", id.value());
  }

  public ViewedJob of(String operation, String caller) {
    return with("operation", operation).with("caller", caller);
  }

  public ViewedJob dueAt(Instant time) {
    return with("run_at", time);
  }

  public ViewedJob startedAt(Instant time) {
    return with("started_at", time);
  }

  public ViewedJob version(long version) {
    return with("version", version);
  }

  public ViewedJob dueAfter(Duration delay) {
    return with("run_at", CREATED.plus(delay));
  }

  public ViewedJob progress(long done, long total) {
    return with("progress_done", done).with("progress_total", total);
  }

  public ViewedJob pace(Instant movedAt, double perSecond, Duration usualGap) {
    return with("progress_at", movedAt)
        .with("progress_per_second", perSecond)
        .with("progress_gap_ms", usualGap.toMillis());
  }

  public ViewedJob cancelRequested() {
    return with("cancel_requested_at", CREATED);
  }

  public ViewedJob deadlineAfter(Duration time) {
    return with("deadline_at", CREATED.plus(time));
  }

  /** Its record is gone as long after its expiry as it expires after its creation. */
  public ViewedJob expiresAfter(Duration time) {
    return with("expires_at", CREATED.plus(time)).with("gone_at", CREATED.plus(time).plus(time));
  }

  public ViewedJob expired() {
    expired = true;
    return this;
  }

  private ViewedJob with(String column, Object value) {
    columns.put(column, value);
    return this;
  }

  public Job job() {
    try {
      return new Job(row());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public JobView view() {
    return new JobView(job(), Optional.empty(), expired);
  }

  /** Answers as a driver does: 0 for a number that is null, and says afterwards that it was. */
  private ResultSet row() {
    Object[] last = new Object[1];
    return (ResultSet)
        Proxy.newProxyInstance(
            ResultSet.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("wasNull")) {
                return last[0] == null;
              }
              last[0] = columns.get((String) arguments[0]);
              Class<?> type = method.getReturnType();
              if (type == Timestamp.class) {
                return last[0] == null ? null : Timestamp.from((Instant) last[0]);
              }
              if (type == boolean.class) {
                return last[0] != null;
              }
              if (type == int.class) {
                return last[0] == null ? 0 : ((Number) last[0]).intValue();
              }
              if (type == double.class) {
                return last[0] == null ? 0.0 : last[0];
              }
              return type == long.class && last[0] == null ? 0L : last[0];
            });
  }
}
