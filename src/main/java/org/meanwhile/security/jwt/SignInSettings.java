package org.meanwhile.security.jwt;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How the console signs people in at the issuer. Read by {@link SignInClient}. */
public final class SignInSettings implements SettingsGroup {

  /** Scope tokens (RFC 6749, section 3.3) with spaces between. */
  private static final Pattern SCOPES =
      Pattern.compile("[!#-\\[\\]-~]{1,200}( [!#-\\[\\]-~]{1,200}){0,19}");

  public static final Setting<Optional<String>> CLIENT_ID =
      Setting.declare(
          "security.oidc.client-id",
          "",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(text),
          id -> id.isEmpty() || id.get().length() <= 200,
          "a text of at most 200 characters",
          "The name under which the issuer knows the console: a public client (one without a "
              + "secret) for the authorization code with PKCE, whose redirect URI is the console's "
              + "page. With it the console signs people in at `mp.jwt.verify.issuer`, in mode "
              + "`jwt`. Empty: the console asks for a token. See "
              + "[Sign-in in the console](security.md#sign-in-in-the-console).");

  public static final Setting<String> SCOPES_ASKED =
      Setting.declare(
          "security.oidc.scopes",
          "openid",
          Function.identity(),
          text -> SCOPES.matcher(text).matches() && List.of(text.split(" ")).contains("openid"),
          "at most 20 scopes with single spaces between, `openid` among them",
          "What the console asks the issuer for. Some issuers give a refresh token only for "
              + "`openid offline_access`, and a token for this server only for a scope that names it.");

  @Override
  public String title() {
    return "Sign-in in the console";
  }
}
