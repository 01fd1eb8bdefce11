package org.meanwhile.egress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.meanwhile.platform.AllowList;
import org.meanwhile.platform.Settings;

/**
 * Keeps callers from making this server talk to what only the server can reach (server-side request
 * forgery): callbacks go to public addresses on a few ports, and beyond that only where the
 * operator's allow-list says so.
 */
@ApplicationScoped
public class EgressPolicy {
  private static final Pattern NEVER_PUBLIC =
      Pattern.compile("(?:.*[.])?(?:localhost|localdomain|local|internal|home[.]arpa)");

  private AllowList allowed;
  private Set<Integer> ports;

  /** For the container's proxy. */
  protected EgressPolicy() {}

  /** A guard by the settings. */
  @Inject
  public EgressPolicy(Settings settings) {
    this(settings.get(EgressSettings.ALLOW), settings.get(EgressSettings.PORTS));
  }

  EgressPolicy(AllowList allowed, Set<Integer> ports) {
    this.allowed = allowed;
    this.ports = ports;
  }

  /**
   * Reads a URL and refuses it when it can be told without a lookup that nothing will ever be sent
   * there.
   *
   * <p>No name is looked up here: what it resolves to now says nothing about later, and a caller
   * would learn from the answer what this server's resolver knows.
   */
  public Endpoint admit(String url) throws EndpointRefused {
    Endpoint receiver = Endpoint.parse(url);
    if (receiver.literal().isPresent()) {
      check(receiver, List.of(receiver.literal().get()));
    } else if (!allowed.names(receiver.host()) && allowed.networks().isEmpty()) {
      // With a trusted network, only a lookup can tell.
      if (NEVER_PUBLIC.matcher(receiver.host()).matches()) {
        throw new EndpointRefused("the host is not on the public internet");
      }
      requirePort(receiver);
    }
    return receiver;
  }

  /**
   * Refuses a receiver unless each of its addresses may be connected to. One bad address spoils
   * all: which of them is connected to is decided by others.
   */
  public void check(Endpoint receiver, List<InetAddress> addresses) throws EndpointRefused {
    if (addresses.isEmpty()) {
      throw new EndpointRefused("the host has no address");
    }
    if (allowed.names(receiver.host())) {
      return;
    }
    for (InetAddress address : addresses) {
      if (!allowed.covers(address)) {
        if (!PublicAddresses.contain(address)) {
          throw new EndpointRefused("the host's address is not on the public internet");
        }
        requirePort(receiver);
      }
    }
  }

  private void requirePort(Endpoint receiver) throws EndpointRefused {
    if (!ports.contains(receiver.port())) {
      throw new EndpointRefused("callbacks are not sent to this port");
    }
  }
}
