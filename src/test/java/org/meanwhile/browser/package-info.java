/**
 * Tests of the console and the API explorer in a real browser: Debian's chromium, headless. They
 * are skipped, with a message, on a machine without it. Their tools are in {@link
 * org.meanwhile.browser.support}.
 */
package org.meanwhile.browser;
