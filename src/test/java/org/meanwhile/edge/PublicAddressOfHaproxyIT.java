package org.meanwhile.edge;

import org.meanwhile.browser.support.Browser;
import org.meanwhile.edge.support.Behind;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.ProxyKind;

@Behind(ProxyKind.HAPROXY)
class PublicAddressOfHaproxyIT extends PublicAddressContract {

  PublicAddressOfHaproxyIT(Browser browser, Proxy plain, EdgeNode node) {
    super(browser, plain, node);
  }
}
