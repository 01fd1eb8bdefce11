/** Reading jobs: polls, changes, lists, estimates. */
package org.meanwhile.job.read;
