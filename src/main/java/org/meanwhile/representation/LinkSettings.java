package org.meanwhile.representation;

import java.net.URI;
import java.util.Optional;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** By which address clients know this server. */
public final class LinkSettings implements SettingsGroup {

  public static final Setting<Optional<URI>> URL =
      Setting.declare(
          "url",
          "",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(PublicUrl.parse(text)),
          url -> true,
          "an http or https URL without user, query and fragment",
          "The public address of this server, such as `https://jobs.example/meanwhile`: scheme, "
              + "host, port and path as clients use them, however many proxies are between. All "
              + "links begin with it: in `Location`, `Operation-Location`, `Link`, bodies and "
              + "callbacks. Where it is not set, links have the host that the request names (see "
              + "`meanwhile.proxy`), which the client may choose. Set it on all nodes alike.");

  public static final Setting<Boolean> PROXY =
      Setting.flag(
          "proxy",
          false,
          "Whether a reverse proxy is in front of this server. Links then have the scheme, host "
              + "and port of `Forwarded` or `X-Forwarded-Proto`, `-Host` and `-Port`, and the path "
              + "of `X-Forwarded-Prefix` in place of the context root, unless `meanwhile.url` is "
              + "set; the proxy must set or remove these fields itself, because clients can send "
              + "them too. Not allowed while `meanwhile.security.mode` is `local`.");

  @Override
  public String title() {
    return "Public address";
  }
}
