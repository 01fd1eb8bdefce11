package org.meanwhile.builtin.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
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

  private final Config config;

  /** For CDI's proxy alone. */
  protected ConfiguredCommands() {
    this(null);
  }

  @Inject
  ConfiguredCommands(Config config) {
    this.config = config;
  }

  @Override
  public List<OfferedOperation> operations() {
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
