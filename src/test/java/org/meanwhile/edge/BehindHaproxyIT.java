package org.meanwhile.edge;

import org.meanwhile.edge.support.Behind;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.ProxyKind;

@Behind(ProxyKind.HAPROXY)
class BehindHaproxyIT extends ProxyContract {

  BehindHaproxyIT(Proxy proxy, EdgeNode node) {
    super(proxy, node);
  }
}
