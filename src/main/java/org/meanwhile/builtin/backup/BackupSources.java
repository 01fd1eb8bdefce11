package org.meanwhile.builtin.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.meanwhile.builtin.ConfiguredNames;

/** The directory trees that the configuration allows: {@code meanwhile.backup.sources.<name>}. */
final class BackupSources {
  private static final String PREFIX = "meanwhile.backup.sources.";

  private BackupSources() {}

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
