/** The work of nodes: claim, lease, progress, completion, rescue. */
package org.meanwhile.job.run;
