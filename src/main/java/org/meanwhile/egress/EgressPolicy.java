package org.meanwhile.egress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.platform.Settings;

/**
 * Prevents server-side request forgery: a caller must not make this server connect to machines that
 * only the server can reach. Callbacks go to public addresses on the ports of {@code
 * meanwhile.callback.ports}, and elsewhere only to receivers of {@code meanwhile.callback.allow}.
 * Safe for use by many threads.
 */
@ApplicationScoped
public class EgressPolicy {
  /**
   * One sentence for a host that is not known and for one that is internal: two would tell callers
   * which names this server's resolver knows.
   */
  private static final String HOST_REFUSED = "the host is not known, or not on the public internet";

  private static final String PORT_REFUSED = "callbacks are not sent to this port";

  private static final Pattern NEVER_PUBLIC =
      Pattern.compile("(?:.*[.])?(?:localhost|localdomain|local|internal|home[.]arpa)");

  private AllowList allowList;
  private Set<Integer> ports;

  /** For the container's proxy, which itself allows nothing. */
  protected EgressPolicy() {
    this(new AllowList(Set.of(), List.of()), Set.of());
  }

  /** Applies the allow-list and the ports of the settings. */
  @Inject
  EgressPolicy(Settings settings) {
    this(settings.get(EgressSettings.ALLOW), settings.get(EgressSettings.PORTS));
  }

  EgressPolicy(AllowList allowList, Set<Integer> ports) {
    this.allowList = allowList;
    this.ports = ports;
  }

  /**
   * Reads a URL, and refuses it when its text alone shows that no callback may ever go there.
   *
   * <p>No name is looked up: its addresses may be others at the time of the delivery, and the
   * answer would tell the caller what this server's resolver knows. {@link #check} decides about
   * addresses.
   *
   * @throws EndpointRefused with a reason for the caller
   */
  public Endpoint admit(String url) throws EndpointRefused {
    Endpoint endpoint = Endpoint.parse(url);
    if (endpoint.literal().isPresent()) {
      check(endpoint, List.of(endpoint.literal().get()));
    } else if (!allowList.hasHost(endpoint.host()) && allowList.networks().isEmpty()) {
      // With networks in the allow-list, only a lookup can tell whether the host is in one.
      if (NEVER_PUBLIC.matcher(endpoint.host()).matches()) {
        throw new EndpointRefused(HOST_REFUSED);
      }
      requirePort(endpoint);
    }
    return endpoint;
  }

  /**
   * Checks the addresses that the host of an endpoint has now, before a connection. One refused
   * address refuses all, because the HTTP client chooses which of them it connects to.
   *
   * <p>The reason follows from the URL and the settings alone. It is the same whether the host is
   * unknown or has a refused address, so it tells nothing about the lookup.
   *
   * @param addresses all addresses of the host; empty when the host is not known
   * @throws EndpointRefused with a reason for the caller; also when there is no address
   */
  public void check(Endpoint endpoint, List<InetAddress> addresses) throws EndpointRefused {
    boolean named = allowList.hasHost(endpoint.host());
    boolean allowed =
        !addresses.isEmpty() && (named || addresses.stream().allMatch(a -> allows(endpoint, a)));
    if (!allowed) {
      throw new EndpointRefused(named || hasOpenPort(endpoint) ? HOST_REFUSED : PORT_REFUSED);
    }
  }

  private boolean allows(Endpoint endpoint, InetAddress address) {
    return allowList.covers(address) || PublicAddresses.contain(address) && hasOpenPort(endpoint);
  }

  private void requirePort(Endpoint endpoint) throws EndpointRefused {
    if (!hasOpenPort(endpoint)) {
      throw new EndpointRefused(PORT_REFUSED);
    }
  }

  private boolean hasOpenPort(Endpoint endpoint) {
    return ports.contains(endpoint.port());
  }
}
