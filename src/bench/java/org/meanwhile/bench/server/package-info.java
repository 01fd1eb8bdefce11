/** What is started to be measured, and Meanwhile's tables as far as measuring needs them. */
package org.meanwhile.bench.server;
