// Questions that several rooms ask about a job's status document.

export const hasEnded = (job) => job.status !== 'NotStarted' && job.status !== 'Running';

/** Whether the output is gone because its retention ended, not because a caller deleted it. */
export const isExpired = ({ expiresAt, resourceLocation, output }) =>
  Boolean(output && !resourceLocation && expiresAt) &&
  new Date(expiresAt) <= new Date(output.deletedAt ?? Date.now());

/** Whether a caller has suspended it; a running job is not yet, until its next checkpoint. */
export const isSuspended = (job) => (job.waitingFor ?? []).some(({ kind }) => kind === 'suspended');
