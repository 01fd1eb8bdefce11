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
        throw new EndpointRefused("the host is not on the public internet");
      }
      requirePort(endpoint);
    }
    return endpoint;
  }

  /**
   * Checks the addresses that the host of an endpoint has now, before a connection. One refused
   * address refuses all, because the HTTP client chooses which of them it connects to.
   *
   * @param addresses all addresses of the host
   * @throws EndpointRefused with a reason for the caller; also when there is no address
   */
  public void check(Endpoint endpoint, List<InetAddress> addresses) throws EndpointRefused {
    if (addresses.isEmpty()) {
      throw new EndpointRefused("the host has no address");
    }
    if (allowList.hasHost(endpoint.host())) {
      return;
    }
    for (InetAddress address : addresses) {
      if (!allowList.covers(address)) {
        if (!PublicAddresses.contain(address)) {
          throw new EndpointRefused("the host's address is not on the public internet");
        }
        requirePort(endpoint);
      }
    }
  }

  private void requirePort(Endpoint endpoint) throws EndpointRefused {
    if (!ports.contains(endpoint.port())) {
      throw new EndpointRefused("callbacks are not sent to this port");
    }
  }
}
