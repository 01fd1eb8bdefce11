package org.meanwhile.egress;

import java.util.Objects;
import java.util.Set;
import org.meanwhile.platform.AllowList;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Where this server may send to. */
public final class EgressSettings implements SettingsGroup {

  public static final Setting<AllowList> ALLOW =
      Setting.declare(
          "callback.allow",
          "",
          AllowList::parse,
          Objects::nonNull,
          "host names and networks in CIDR notation, with commas between",
          "receivers of callbacks that are trusted, on any port: host names (whatever their "
              + "address) and networks such as `10.1.0.0/16`, with commas between");

  public static final Setting<Set<Integer>> PORTS =
      Setting.declare(
          "callback.ports",
          "80,443,8080,8443",
          text -> Set.copyOf(Setting.each(text, Integer::valueOf)),
          ports -> ports.stream().allMatch(port -> port >= 1 && port <= 65_535),
          "ports from 1 to 65535, with commas between",
          "the ports of all other receivers");

  @Override
  public String title() {
    return "Egress";
  }
}
