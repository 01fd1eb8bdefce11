package org.meanwhile.egress;

import java.util.Objects;
import java.util.Set;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Where callbacks may go. */
public final class EgressSettings implements SettingsGroup {

  public static final Setting<AllowList> ALLOW =
      Setting.declare(
          "callback.allow",
          "",
          AllowList::parse,
          Objects::nonNull,
          "host names and networks in CIDR notation, with commas between",
          "Receivers of callbacks that are allowed though they are not on the public internet, on "
              + "any port: host names, whatever their address, and networks such as "
              + "`10.1.0.0/16`. A job whose callback goes elsewhere is answered with 400; an address "
              + "that turns out private at delivery is not connected to.");

  public static final Setting<Set<Integer>> PORTS =
      Setting.declare(
          "callback.ports",
          "80,443,8080,8443",
          text -> Set.copyOf(Setting.each(text, Integer::valueOf)),
          ports -> ports.stream().allMatch(port -> port >= 1 && port <= 65_535),
          "ports from 1 to 65535, with commas between",
          "The ports that callbacks may go to at all other receivers. A job whose callback names "
              + "another port is answered with 400.");

  @Override
  public String title() {
    return "Receivers of callbacks";
  }
}
