/** The proxies, the node behind them, and the attacks on both. */
package org.meanwhile.edge.support;
