/** Links to an output that need no token. */
package org.meanwhile.job.share;
