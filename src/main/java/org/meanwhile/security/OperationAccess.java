package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.meanwhile.operation.catalogue.OperationFilter;
import org.meanwhile.platform.Settings;

/**
 * Which operations this node offers ({@code meanwhile.operations}), and who may request one ({@code
 * meanwhile.operations.<name>.groups}). Safe for use by many threads.
 *
 * <p>The groups are looked at when a job is requested. A job that was accepted runs, even if its
 * caller has left the group since.
 */
@ApplicationScoped
public class OperationAccess implements OperationFilter {
  private static final System.Logger LOG = System.getLogger(OperationAccess.class.getName());

  /** It exists to be tried: anyone who may request it can hold a slot for a week. */
  private static final String TRIAL = "simulate";

  private final Map<String, Optional<Set<String>>> groupsByOperation = new ConcurrentHashMap<>();
  private Settings settings;

  /** For the container's proxy. */
  protected OperationAccess() {
    this(new Settings(name -> null));
  }

  @Inject
  public OperationAccess(Settings settings) {
    this.settings = settings;
  }

  /** Reads the groups of the operations, too, so that a bad setting stops the start. */
  @Override
  public Set<String> offered(Set<String> available) {
    Set<String> named = settings.get(SecuritySettings.OPERATIONS);
    Set<String> offered = new TreeSet<>(available);
    if (!named.isEmpty()) {
      offered.retainAll(named);
      warnOf(named, available);
    } else if (settings.get(SecuritySettings.MODE) != SecurityMode.LOCAL) {
      offered.remove(TRIAL);
    }
    offered.forEach(name -> groupsByOperation.put(name, groups(name)));
    return offered;
  }

  /** Not refused: nodes of another version, with other operations, may share the settings. */
  private static void warnOf(Set<String> named, Set<String> available) {
    Set<String> unknown = new TreeSet<>(named);
    unknown.removeAll(available);
    if (!unknown.isEmpty()) {
      LOG.log(
          Level.WARNING,
          SecuritySettings.OPERATIONS.name() + " names what this node does not have: " + unknown);
    }
  }

  /**
   * Whether a caller may request an operation.
   *
   * @param name of an operation that is offered
   * @param memberships the names of the groups that the caller is in
   */
  public boolean allows(String name, Collection<String> memberships) {
    return groupsByOperation
        .getOrDefault(name, Optional.empty())
        .map(groups -> memberships.stream().anyMatch(groups::contains))
        .orElse(true);
  }

  private Optional<Set<String>> groups(String name) {
    return settings.below(SecuritySettings.OPERATIONS, name + ".groups");
  }
}
