// A schedule as a PUT has it: all that its caller says, without what the server adds.
import { sendJson } from '../../net/api.js';

const MEMBERS = ['cron', 'zone', 'job', 'overlap', 'catchUp', 'paused'];

export const schedulePath = (name) => `schedule/${encodeURIComponent(name)}`;

const requestOf = (schedule) =>
  Object.fromEntries(
    MEMBERS.filter((name) => schedule[name] !== undefined).map((name) => [name, schedule[name]]),
  );

/** Whether a PUT would lose the secret of the callback, which the server does not tell. */
export const hasSecret = (schedule) => Boolean(schedule.job.callback);

/** Puts the schedule with changes. `onlyNew`: fails with 412 when there is one of this name. */
export const putSchedule = (schedule, changes = {}, onlyNew = false) =>
  sendJson(
    'PUT',
    schedulePath(schedule.name),
    requestOf({ ...schedule, ...changes }),
    onlyNew ? { 'If-None-Match': '*' } : {},
  );
