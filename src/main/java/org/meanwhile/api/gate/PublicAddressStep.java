package org.meanwhile.api.gate;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.LinkSettings;
import org.meanwhile.representation.Links;
import org.meanwhile.security.SecurityMode;
import org.meanwhile.security.SecuritySettings;

/**
 * Stores the public address in the request, where JAX-RS finds it, when it may be another one than
 * the request names.
 */
@Dependent
public class PublicAddressStep implements RequestStep {
  private static final System.Logger LOG = System.getLogger(PublicAddressStep.class.getName());

  @Inject private PublicAddress address;
  @Inject private Settings settings;

  /** In mode {@code local} the host can only be a name of this machine. */
  @PostConstruct
  void warnOfAnyHost() {
    if (!address.isConfigured()
        && settings.plays(Role.API)
        && settings.get(SecuritySettings.MODE) != SecurityMode.LOCAL) {
      LOG.log(
          Level.WARNING,
          LinkSettings.URL.name() + " is not set: links begin with the host that a request names");
    }
  }

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (address.isConfigured()) {
      address.root(request).ifPresent(root -> request.setAttribute(Links.BASE_PROPERTY, root));
    }
    next.doFilter(request, response);
  }
}
