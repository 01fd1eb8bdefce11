package org.meanwhile.builtin.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationSource;

/**
 * Offers what {@code meanwhile.command.*} configures. Names are found in property files and system
 * properties; an environment variable can override a value but introduce no name, because its own
 * name does not tell dots from hyphens.
 */
@ApplicationScoped
public class ConfiguredCommands implements OperationSource {

  private static final String PREFIX = "meanwhile.command.";

  @Override
  public List<OfferedOperation> operations() {
    // Not injected: whoever needs it first decides whose configuration that would be.
    Config config = ConfigProvider.getConfig(ConfiguredCommands.class.getClassLoader());
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        config
            .getOptionalValue(name, String.class)
            .ifPresent(value -> settings.put(name.substring(PREFIX.length()), value));
      }
    }
    return Command.offered(settings);
  }
}
