/**
 * The console and the API explorer in a real browser: Debian's chromium, without a display. Where
 * the machine has none, these tests say so and are skipped.
 */
package org.meanwhile.browser;
