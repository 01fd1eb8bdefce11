package org.meanwhile.api.page;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.meanwhile.api.gate.PublicAddress;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.jwt.SignInClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /assets/sign-in.json}: where and as which client the console signs people in; {@code {}}
 * where it asks for a token instead. Open to everybody, as the console's other files are: whoever
 * asks has no token yet, and nothing in the document is a secret.
 */
@WebServlet("/assets/sign-in.json")
public class SignInServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Settings settings;
  @Inject private transient PublicAddress address;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    SignInClient.of(settings).ifPresent(client -> describe(client, request, document));
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(document);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private void describe(SignInClient client, HttpServletRequest request, ObjectNode document) {
    document
        .put("issuer", client.issuer().toString())
        .put("clientId", client.id())
        .put("scopes", client.scopes());
    ArrayNode audiences = document.putArray("audiences");
    client.audiences().stream().sorted().forEach(audiences::add);
    if (address.isConfigured()) {
      // The issuer sends people to this page only; the browser may have it by another address.
      address.root(request).ifPresent(root -> document.put("page", root.toString()));
    }
  }
}
