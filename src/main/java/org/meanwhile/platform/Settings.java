package org.meanwhile.platform;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The values of all settings. They are read once, when the application starts; a bad value stops
 * the start. Safe for use by many threads.
 *
 * <p>MicroProfile Config reads them from system properties, environment variables ({@code
 * meanwhile.db.url} is {@code MEANWHILE_DB_URL}) and {@code microprofile-config.properties}, in
 * this order.
 */
@ApplicationScoped
public class Settings {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  private static final List<SettingsGroup> GROUPS =
      ServiceLoader.load(SettingsGroup.class, Settings.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  // By identity, because the hash of a record is computed from all its components at each call.
  private final Map<Setting<?>, Object> values = new IdentityHashMap<>();
  private Function<String, @Nullable String> source;
  private boolean readsFromReplica;

  /** For the container, which calls {@link #readAll()} on the bean but not on its proxy. */
  protected Settings() {}

  /**
   * Reads and checks all settings of any source.
   *
   * @param source the text of a name; null when the name is not set
   * @throws IllegalArgumentException one line that names the first bad setting and its rule
   */
  public Settings(Function<String, @Nullable String> source) {
    readAll(source);
  }

  @PostConstruct
  void readAll() {
    source = name -> configured(name).orElse(null);
    try {
      readAll(source);
    } catch (IllegalArgumentException e) {
      // The server logs the failed deployment by stack traces, in which the line is hard to find.
      LOG.log(Level.ERROR, e.getMessage());
      throw e;
    }
  }

  /**
   * The text of a name in the configuration of the application's class loader, for code that runs
   * before there are beans; empty when it is not set. An injected Config may be another one: what
   * needs a setting while the application is still being deployed would get the server's, which
   * does not know the application's defaults.
   */
  public static Optional<String> configured(String name) {
    Config config = ConfigProvider.getConfig(Settings.class.getClassLoader());
    return config.getOptionalValue(name, String.class);
  }

  private void readAll(Function<String, @Nullable String> source) {
    this.source = source;
    String readUrl = source.apply("meanwhile.db.read.url");
    this.readsFromReplica = readUrl != null && !readUrl.equals(source.apply("meanwhile.db.url"));
    for (Setting<?> setting : declared()) {
      setting.refuseFormerName(source);
      String text = source.apply(setting.name());
      values.put(setting, setting.read(text == null ? setting.defaultText() : text));
    }
    GROUPS.forEach(group -> group.check(this::get));
  }

  /**
   * The value of a name below a setting, such as {@code meanwhile.work.slots.<operation>}; empty
   * when it is not set. Read at each call, by the rule of the setting.
   *
   * @throws IllegalArgumentException one line that names the setting and its rule
   */
  public <T> Optional<T> below(Setting<T> setting, String part) {
    Setting<T> named = setting.below(part);
    return Optional.ofNullable(source.apply(named.name())).map(named::read);
  }

  /**
   * The value of a name that is no {@link Setting}, such as {@code mp.jwt.verify.issuer}, without
   * white space at its ends; empty when it is not set, or blank. Read at each call.
   */
  public Optional<String> standard(String name) {
    return Optional.ofNullable(source.apply(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  /**
   * The value of a setting that a group declares; its default when it is not set.
   *
   * @throws IllegalArgumentException when no group declares the setting
   */
  @SuppressWarnings("unchecked")
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException("no group declares " + setting.name());
    }
    return (T) value;
  }

  /** Whether {@code meanwhile.db.read.url} names another database than {@code meanwhile.db.url}. */
  public boolean readsFromReplica() {
    return readsFromReplica;
  }

  /** Whether this node has a role. */
  public boolean plays(Role role) {
    return get(PlatformSettings.ROLES).contains(role);
  }

  /** The groups of all rooms, in the order of the service file; unmodifiable. */
  public static List<SettingsGroup> groups() {
    return GROUPS;
  }

  /** All settings of all groups, in the order of declaration; unmodifiable. */
  public static List<Setting<?>> declared() {
    return GROUPS.stream().<Setting<?>>flatMap(group -> group.settings().stream()).toList();
  }
}
