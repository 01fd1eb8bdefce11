package org.meanwhile.builtin.worker;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meanwhile.builtin.ConfiguredEntry;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationSource;

/**
 * Offers operations that workers elsewhere do, because the configuration says so.
 *
 * <pre>
 * meanwhile.worker.resize.title      = Resize a picture
 * meanwhile.worker.resize.parameters = {"properties": {"width": {"type": "integer", "minimum": 1}}}
 * meanwhile.worker.resize.takes      = image/*
 * meanwhile.worker.resize.yields     = image/png
 * </pre>
 *
 * <p>Each setting is optional, and one of them makes the operation. An unknown setting, or a value
 * that cannot be used, stops the start. Operations are found in property files and system
 * properties; an environment variable can override a value, but cannot add an operation: its name
 * does not distinguish dots from hyphens.
 */
@ApplicationScoped
public class ConfiguredWorkers implements OperationSource {
  private static final String PREFIX = "meanwhile.worker.";

  @Override
  public List<OfferedOperation> operations() {
    return DeclaredOperation.offered(ConfiguredEntry.below(ConfiguredWorkers.class, PREFIX));
  }
}
