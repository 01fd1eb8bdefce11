/** The browser that the browser tests share. */
package org.meanwhile.browser.support;
