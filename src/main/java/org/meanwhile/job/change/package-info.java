/** What callers change in their jobs: cancel, remove, delete an output. */
package org.meanwhile.job.change;
