package org.meanwhile.platform;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Every limit and choice of the server, by name. Read once, when the application starts; a bad
 * value stops the start.
 *
 * <p>MicroProfile Config reads them from system properties, environment variables ({@code
 * meanwhile.db.url} is {@code MEANWHILE_DB_URL}) and {@code microprofile-config.properties}, in
 * this order.
 */
@ApplicationScoped
public class Settings {
  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  /** Which parts this node plays. */
  public static final Setting<Set<Role>> ROLES =
      declare(
          "roles",
          "api,work,callback,purge",
          Role::parse,
          roles -> !roles.isEmpty(),
          "one or more of api, work, callback and purge, with commas between");

  /** How old a replica's data may be at most, when polls are read from one. */
  public static final Setting<Duration> DB_READ_MAX_LAG =
      duration("db.read.max-lag", "PT2S", "PT1S", "PT1M");

  /** How many jobs a node runs at a time. */
  public static final Setting<Integer> WORK_SLOTS = number("work.slots", 8, 1, 10_000);

  /** How many of its jobs a node runs at a time for one caller; the others wait. */
  public static final Setting<Integer> WORK_CALLER_SLOTS =
      number("work.caller-slots", 10_000, 1, 10_000);

  /** How often a node looks for waiting jobs that nobody told it of. */
  public static final Setting<Duration> WORK_SWEEP =
      duration("work.sweep", "PT0.5S", "PT0.05S", "PT1M");

  /** How often a node says that it lives. */
  public static final Setting<Duration> WORK_HEARTBEAT =
      duration("work.heartbeat", "PT5S", "PT0.1S", "PT1M");

  /** After what silence a node counts as dead and its jobs are given back. */
  public static final Setting<Duration> WORK_DEAD_AFTER =
      duration("work.dead-after", "PT30S", "PT1S", "PT1H");

  /** How long an interrupted run may take to stop before it is cut off. */
  public static final Setting<Duration> WORK_GRACE =
      duration("work.grace", "PT10S", "PT0S", "PT10M");

  /** How often progress is written. */
  public static final Setting<Duration> WORK_PROGRESS =
      duration("work.progress", "PT0.5S", "PT0.05S", "PT1M");

  /** How often a job may take its node down before it fails. */
  public static final Setting<Integer> WORK_CRASHES = number("work.crashes", 3, 1, 100);

  /** The wait before a second attempt; it doubles with each further one. */
  public static final Setting<Duration> WORK_BACK_OFF =
      duration("work.back-off", "PT1S", "PT0.01S", "PT1H");

  /** The longest wait before an attempt. */
  public static final Setting<Duration> WORK_BACK_OFF_MAX =
      duration("work.back-off-max", "PT5M", "PT0.01S", "P1D");

  /** How many jobs may wait; more are answered 503. */
  public static final Setting<Integer> QUEUE_LIMIT = number("queue.limit", 100_000, 1, 100_000_000);

  /** How many unfinished jobs a caller may have; more are answered 429. */
  public static final Setting<Integer> CALLER_LIMIT =
      number("caller.limit", 100_000, 1, 100_000_000);

  /** How many bytes a caller may have stored; who has more creates no jobs: 429. */
  public static final Setting<Long> CALLER_BYTES = bytes("caller.max-bytes", 1L << 40);

  /** How many jobs a caller may create a minute on a node; 0 for any number. More get 429. */
  public static final Setting<Integer> CALLER_SUBMITS =
      number("caller.submits-per-minute", 0, 0, 1_000_000);

  /** The largest JSON body of a request. */
  public static final Setting<Integer> BODY_BYTES =
      number("body.max-bytes", 1 << 20, 1 << 10, 1 << 26);

  /** How long a body may take to come, however short it is. */
  public static final Setting<Duration> BODY_GRACE =
      duration("body.grace", "PT20S", "PT0.1S", "PT1H");

  /** How many bytes of a body have to come in each second after that. */
  public static final Setting<Integer> BODY_RATE = number("body.min-rate", 500, 1, 1 << 30);

  /** How many bodies a node waits for at a time; further requests are answered 503. */
  public static final Setting<Integer> BODY_WAITING = number("body.waiting", 150, 1, 10_000);

  /** How many of them may be one caller's; its further requests are answered 429. */
  public static final Setting<Integer> BODY_CALLER_WAITING =
      number("body.caller-waiting", 100, 1, 10_000);

  /** The deepest nesting of JSON in a request. */
  public static final Setting<Integer> JSON_DEPTH = number("json.max-depth", 50, 5, 500);

  /** The largest file that may come with a job. */
  public static final Setting<Long> FILE_BYTES = bytes("file.max-bytes", 16L << 30);

  /**
   * How long an upload may pause, or stay without its job, before what was staged of it is deleted.
   */
  public static final Setting<Duration> FILE_IDLE =
      duration("file.max-idle", "PT10M", "PT1S", "P1D");

  /** The largest output. */
  public static final Setting<Long> OUTPUT_BYTES = bytes("output.max-bytes", 64L << 30);

  /** The most labels on a job. */
  public static final Setting<Integer> LABELS = number("labels.max", 16, 0, 64);

  /** How long an output is kept when the caller does not say. */
  public static final Setting<Duration> RETAIN = duration("retain", "PT24H", "PT0S", "P3650D");

  /** The longest that a caller may ask an output to be kept. */
  public static final Setting<Duration> RETAIN_MAX =
      duration("retain-max", "P30D", "PT1S", "P3650D");

  /** How long an expired job's record stays. */
  public static final Setting<Duration> TOMBSTONE = duration("tombstone", "P7D", "PT0S", "P3650D");

  /** How long a run may take when the caller does not say. */
  public static final Setting<Duration> TIMEOUT = duration("timeout", "PT24H", "PT0.001S", "P365D");

  /** The longest time that a caller may ask for. */
  public static final Setting<Duration> TIMEOUT_MAX =
      duration("timeout-max", "P7D", "PT1S", "P365D");

  /** How far ahead a job may be asked to start. */
  public static final Setting<Duration> START_MAX =
      duration("start-max", "P366D", "PT0S", "P3650D");

  /**
   * Whether a proxy stands in front, which sets what {@code Forwarded} or {@code X-Forwarded-*}
   * says.
   */
  public static final Setting<Boolean> PROXY = flag("proxy", false);

  /** How often a node looks what became of the jobs that anyone here waits for. */
  public static final Setting<Duration> WAIT_TICK =
      duration("wait.tick", "PT0.25S", "PT0.01S", "PT10S");

  /** How many requests of a node may wait; further ones are answered at once. */
  public static final Setting<Integer> WAIT_LIMIT = number("wait.limit", 20_000, 0, 1_000_000);

  /** How many requests of one caller may wait on a node; further ones are answered at once. */
  public static final Setting<Integer> WAIT_CALLER_LIMIT =
      number("wait.caller-limit", 12_000, 0, 1_000_000);

  /** How many streams of events a node may have; further ones are answered 503. */
  public static final Setting<Integer> EVENTS_LIMIT = number("events.limit", 10_000, 0, 1_000_000);

  /** How many streams of events one caller may have on a node; further ones are answered 429. */
  public static final Setting<Integer> EVENTS_CALLER_LIMIT =
      number("events.caller-limit", 6_000, 0, 1_000_000);

  /** After what silence a comment is sent to a stream of events. */
  public static final Setting<Duration> EVENTS_COMMENT =
      duration("events.comment", "PT15S", "PT0.1S", "PT10M");

  /** How long the reader of a stream of events may take nothing before the stream is given up. */
  public static final Setting<Duration> EVENTS_STALL =
      duration("events.stall", "PT1M", "PT0.1S", "PT1H");

  /** Who may use this server, and how they prove who they are. */
  public static final Setting<SecurityMode> SECURITY_MODE =
      declare(
          "security.mode",
          "local",
          SecurityMode::named,
          Objects::nonNull,
          "one of local, jwt and token");

  /** The file of the API tokens, for {@link SecurityMode#TOKEN}; empty when there is none. */
  public static final Setting<String> TOKEN_FILE =
      declare("security.token-file", "", Function.identity(), file -> true, "a file");

  /** How long an output is shared when the caller does not say. */
  public static final Setting<Duration> SHARE = duration("share", "PT24H", "PT1S", "P3650D");

  /** The longest that a caller may share an output. */
  public static final Setting<Duration> SHARE_MAX = duration("share-max", "P7D", "PT1S", "P3650D");

  /** The most shares that an output may have at a time. */
  public static final Setting<Integer> SHARES = number("shares.max", 100, 1, 10_000);

  /** How often expired jobs are looked for. */
  public static final Setting<Duration> PURGE_INTERVAL =
      duration("purge.interval", "PT10S", "PT0.1S", "PT1H");

  /** How many rows a purging transaction deletes at most. */
  public static final Setting<Integer> PURGE_BATCH = number("purge.batch", 200, 1, 10_000);

  /** Receivers of callbacks that are trusted: host names, and networks in CIDR notation. */
  public static final Setting<AllowList> CALLBACK_ALLOW =
      declare(
          "callback.allow",
          "",
          AllowList::parse,
          Objects::nonNull,
          "host names and networks in CIDR notation, with commas between");

  /** The ports of all other receivers. */
  public static final Setting<Set<Integer>> CALLBACK_PORTS =
      declare(
          "callback.ports",
          "80,443,8080,8443",
          text -> Set.copyOf(each(text, Integer::valueOf)),
          ports -> ports.stream().allMatch(port -> port >= 1 && port <= 65_535),
          "ports from 1 to 65535, with commas between");

  /** What callbacks are signed with when their job has no secret of its own. */
  public static final Setting<Optional<WebhookSecret>> CALLBACK_SECRET =
      declare(
          "callback.secret",
          "",
          text ->
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(WebhookSecret.parse(text).orElseThrow()),
          Objects::nonNull,
          "whsec_ and the base64 of 24 to 64 bytes");

  /** How long one try may take in all. */
  public static final Setting<Duration> CALLBACK_TIMEOUT =
      duration("callback.timeout", "PT15S", "PT0.1S", "PT5M");

  /** The waits between tries; after the last there is no other. */
  public static final Setting<List<Duration>> CALLBACK_RETRY_AFTER =
      declare(
          "callback.retry-after",
          "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H",
          text -> text.isEmpty() ? List.of() : each(text, Duration::parse),
          waits ->
              waits.size() <= 50
                  && waits.stream()
                      .allMatch(d -> !d.isNegative() && d.compareTo(Duration.ofDays(7)) <= 0),
          "at most 50 ISO 8601 durations up to P7D, with commas between");

  /** How many callbacks a node sends at a time. */
  public static final Setting<Integer> CALLBACK_SENDERS = number("callback.senders", 32, 1, 1000);

  /** How many of them go to one receiver. */
  public static final Setting<Integer> CALLBACK_SENDERS_PER_HOST =
      number("callback.senders-per-host", 4, 1, 1000);

  /** How often a node looks for callbacks that are due and nobody told it of. */
  public static final Setting<Duration> CALLBACK_SWEEP =
      duration("callback.sweep", "PT1S", "PT0.05S", "PT1M");

  // By identity: a record's hash is computed from all of it, each time.
  private final Map<Setting<?>, Object> values = new IdentityHashMap<>();
  private Function<String, String> source;
  private boolean readsFromReplica;

  /** For the container, which has {@link #readAll()} called where it is no mere proxy. */
  protected Settings() {}

  /**
   * Reads and checks all of them, from any source; a name that the source does not know is null.
   *
   * @throws IllegalArgumentException one line that names the first bad one
   */
  public Settings(Function<String, String> source) {
    readAll(source);
  }

  /**
   * From the application's own configuration. What is injected may be another: a request that comes
   * while the application is deployed, and needs a setting, would be given the server's, which
   * knows nothing of the application's defaults.
   */
  @PostConstruct
  void readAll() {
    Config config = ConfigProvider.getConfig(Settings.class.getClassLoader());
    readAll(name -> config.getOptionalValue(name, String.class).orElse(null));
  }

  private void readAll(Function<String, String> source) {
    this.source = source;
    String readUrl = source.apply("meanwhile.db.read.url");
    this.readsFromReplica = readUrl != null && !readUrl.equals(source.apply("meanwhile.db.url"));
    for (Setting<?> setting : DECLARED) {
      String text = source.apply(setting.name());
      values.put(setting, setting.read(text == null ? setting.fallback() : text));
    }
    SettingConflicts.refuse(this);
  }

  /**
   * How many jobs of one operation a node runs at a time: {@code meanwhile.work.slots.<operation>}.
   * Empty when only the node's slots limit it.
   *
   * @throws IllegalArgumentException one line that names the setting when it is bad
   */
  public Optional<Integer> slotsOf(String operation) {
    String name = WORK_SLOTS.name() + "." + operation;
    return Optional.ofNullable(source.apply(name))
        .map(
            text ->
                new Setting<>(name, null, WORK_SLOTS.parse(), WORK_SLOTS.rule(), WORK_SLOTS.must())
                    .read(text));
  }

  /**
   * A value whose name a standard gives, such as {@code mp.jwt.verify.issuer}; empty when it is not
   * set, or blank.
   */
  public Optional<String> standard(String name) {
    return Optional.ofNullable(source.apply(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  /** The value in force. */
  @SuppressWarnings("unchecked")
  public <T> T get(Setting<T> setting) {
    return (T) values.get(setting);
  }

  /** Whether polls are read from another database than the one that is written to. */
  public boolean readsFromReplica() {
    return readsFromReplica;
  }

  /** Whether this node plays a part. */
  public boolean plays(Role role) {
    return get(ROLES).contains(role);
  }

  /** All that exist, in the order of declaration. */
  public static List<Setting<?>> declared() {
    return Collections.unmodifiableList(DECLARED);
  }

  private static Setting<Boolean> flag(String name, boolean fallback) {
    return declare(
        name,
        Boolean.toString(fallback),
        text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null,
        Objects::nonNull,
        "true or false");
  }

  private static Setting<Integer> number(String name, int fallback, int least, int most) {
    return declare(
        name,
        Integer.toString(fallback),
        Integer::valueOf,
        n -> n >= least && n <= most,
        "a whole number from " + least + " to " + most);
  }

  private static Setting<Long> bytes(String name, long fallback) {
    return declare(
        name, Long.toString(fallback), Long::valueOf, n -> n > 0, "a number of bytes above 0");
  }

  private static Setting<Duration> duration(
      String name, String fallback, String least, String most) {
    return declare(
        name,
        fallback,
        Duration::parse,
        d -> d.compareTo(Duration.parse(least)) >= 0 && d.compareTo(Duration.parse(most)) <= 0,
        "an ISO 8601 duration from " + least + " to " + most);
  }

  private static <T> List<T> each(String text, Function<String, T> parse) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(parse).toList();
  }

  private static <T> Setting<T> declare(
      String name, String fallback, Function<String, T> parse, Predicate<T> rule, String must) {
    Setting<T> setting = new Setting<>("meanwhile." + name, fallback, parse, rule, must);
    DECLARED.add(setting);
    return setting;
  }
}
