package org.meanwhile.builtin.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.meanwhile.builtin.ConfiguredNames;

/** The directory trees that {@code meanwhile.backup.sources.<name>} offers. */
final class BackupSources {
  private static final String PREFIX = "meanwhile.backup.sources.";

  private BackupSources() {}

  /** The names of the trees that this node offers, for the catalogue. */
  public static final class Names implements Supplier<Set<String>> {
    @Override
    public Set<String> get() {
      return in(ConfigProvider.getConfig(Names.class.getClassLoader())).keySet();
    }
  }

  /** Returns the trees of a configuration by their names. */
  static Map<String, Path> in(Config config) {
    Map<String, Path> sources = new TreeMap<>();
    for (String name : ConfiguredNames.between(config, PREFIX, "")) {
      config
          .getOptionalValue(PREFIX + name, String.class)
          .ifPresent(path -> sources.put(name, Path.of(path)));
    }
    return sources;
  }
}
