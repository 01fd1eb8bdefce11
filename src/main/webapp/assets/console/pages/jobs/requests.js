// The requests for one chosen job each. They return false when the job was not changed, because it
// had ended or was gone.
import { get, isGone, send, sendJson } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { newKey } from '../../net/key.js';

/**
 * Returns whether the job was cancelled. DELETE on a job that has ended deletes its output: so the
 * status is read just before, and the request is sent only while the job has not ended.
 */
export async function cancelJob({ id }, signal) {
  return unlessGone(async () => {
    if (hasEnded(await get(`job/${id}/status`, { signal }))) {
      return false;
    }
    await send(`job/${id}`, { method: 'DELETE', signal });
    return true;
  });
}

export async function deleteOutput({ id }, signal) {
  return unlessGone(async () => {
    await send(`job/${id}/output`, { method: 'DELETE', signal });
    return true;
  });
}

export async function rerunJob({ id }) {
  return unlessGone(async () => {
    await sendJson('POST', `job/${id}/rerun`, undefined, { 'Idempotency-Key': newKey() });
    return true;
  });
}

export async function setSuspended({ id }, suspended) {
  return unlessGone(async () => {
    await sendJson('PATCH', `job/${id}`, { suspended });
    return true;
  });
}

/** Returns the request's result, or false when the job or its output is gone. */
async function unlessGone(request) {
  try {
    return await request();
  } catch (error) {
    if (isGone(error)) {
      return false;
    }
    throw error;
  }
}
