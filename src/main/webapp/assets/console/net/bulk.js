// Acting on all jobs of a filter by the operation `bulk`, which is a job itself.
import { sendJson } from './api.js';
import { newKey } from './key.js';

const request = (action, filter, expect) => ({
  operation: 'bulk',
  input: { action, filter, ...(expect !== undefined && { expect }) },
});

/** How many jobs the filter finds now; nothing is done with them. */
export async function countMatches(action, filter) {
  const answer = await sendJson('POST', 'job?validate-only=true', request(action, filter));
  return answer.matches;
}

/** Starts the job. It touches nothing when another number of jobs matches by then. */
export const startBulk = (action, filter, expect) =>
  sendJson('POST', 'job', request(action, filter, expect), { 'Idempotency-Key': newKey() });
