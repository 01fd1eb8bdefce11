package org.meanwhile.platform;

import java.util.Set;

/** What this node does. */
public final class PlatformSettings implements SettingsGroup {

  public static final Setting<Set<Role>> ROLES =
      Setting.declare(
          "roles",
          "api,work,callback,purge",
          Role::parse,
          roles -> !roles.isEmpty(),
          "one or more of api, work, callback and purge, with commas between",
          "What this node does: `api` answers clients, `work` runs jobs, `callback` delivers "
              + "callbacks, `purge` deletes what has expired. A node without `api` answers 421 to "
              + "all requests but those for `/health`, `/metrics` and `/openapi`. The nodes of a "
              + "cluster together need every role.");

  @Override
  public String title() {
    return "Nodes";
  }
}
