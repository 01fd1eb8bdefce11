package org.meanwhile.edge;

import org.meanwhile.edge.support.Behind;
import org.meanwhile.edge.support.EdgeNode;
import org.meanwhile.edge.support.Proxy;
import org.meanwhile.edge.support.ProxyKind;

@Behind(ProxyKind.NGINX)
class BehindNginxIT extends ProxyContract {

  BehindNginxIT(Proxy proxy, EdgeNode node) {
    super(proxy, node);
  }
}
