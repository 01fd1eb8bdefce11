/** Callback deliveries: stored with the end of a job, claimed, retried, logged. */
package org.meanwhile.job.delivery;
