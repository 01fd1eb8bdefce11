package org.meanwhile.platform;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
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
  private static final List<SettingsGroup> GROUPS =
      ServiceLoader.load(SettingsGroup.class, Settings.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

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
    for (Setting<?> setting : declared()) {
      setting.refuseFormerName(source);
      String text = source.apply(setting.name());
      values.put(setting, setting.read(text == null ? setting.defaultText() : text));
    }
    GROUPS.forEach(group -> group.check(this));
  }

  /**
   * A value for one name below a setting, such as {@code meanwhile.work.slots.<operation>}; empty
   * when it is not set.
   *
   * @throws IllegalArgumentException one line that names the setting when its value is bad
   */
  public <T> Optional<T> below(Setting<T> setting, String part) {
    Setting<T> named = setting.below(part);
    return Optional.ofNullable(source.apply(named.name())).map(named::read);
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
    return get(PlatformSettings.ROLES).contains(role);
  }

  /** The groups of all rooms, in the order of the service file. */
  public static List<SettingsGroup> groups() {
    return GROUPS;
  }

  /** All settings of all groups, in the order of declaration. */
  public static List<Setting<?>> declared() {
    return GROUPS.stream().<Setting<?>>flatMap(group -> group.settings().stream()).toList();
  }
}
