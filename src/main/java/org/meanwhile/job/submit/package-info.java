/** New jobs: admission, quotas, duplicates, insertion. */
package org.meanwhile.job.submit;
