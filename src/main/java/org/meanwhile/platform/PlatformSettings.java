package org.meanwhile.platform;

import java.util.Set;

/** This node. */
public final class PlatformSettings implements SettingsGroup {

  public static final Setting<Set<Role>> ROLES =
      Setting.declare(
          "roles",
          "api,work,callback,purge",
          Role::parse,
          roles -> !roles.isEmpty(),
          "one or more of api, work, callback and purge, with commas between",
          "what this node does: answer clients, run jobs, deliver callbacks, delete what is "
              + "over");

  @Override
  public String title() {
    return "Nodes";
  }
}
