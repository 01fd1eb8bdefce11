/**
 * New jobs: repeated requests, admission and quotas, insertion, and what jobs were made of, for
 * making them again. May know {@code job}, its leaves {@code delivery}, {@code group}, {@code
 * read}, {@code retention}, {@code reuse} and {@code statistics}, {@code database} and {@code
 * platform}.
 *
 * <p>The one decision worth knowing: creating a job costs no statement for its limits. They are
 * decided from counts that are read now and then ({@link
 * org.meanwhile.job.submit.AdmissionControl}, {@link org.meanwhile.job.submit.StorageQuota}) or
 * kept in memory ({@link org.meanwhile.job.submit.SubmitRateLimiter}); each says how exact it is.
 * Jobs that come at the same time share a transaction. Many jobs of one request are stored by
 * {@link org.meanwhile.job.submit.BulkInserter}, all or none, and {@code Submissions} counts the
 * members of a group in all quotas before.
 */
package org.meanwhile.job.submit;
