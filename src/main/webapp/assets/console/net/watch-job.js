// Follows one job to its end: by server-sent events where the server has them, else by polls.
// Read with fetch: an EventSource cannot send a token.
import { ANSWER_MILLIS, send, pause, isGone, seen, whileWatched } from './api.js';
import { withPlace } from './long-poll.js';
import { hasEnded } from './job-status.js';

// Somebody is looking: sooner than a program would ask, but 304 is cheap.
const LONGEST_PAUSE = 5;

// Hidden, the page holds no connection, but its title tells how the job does.
const HIDDEN_PAUSE = 15;

/** Calls back with each new status document; resolves when the job has ended, or the signal says so. */
export async function follow(id, signal, changed) {
  let polls = false;
  const known = { tag: null, version: null, links: null };
  const tell = (job) => {
    known.links = job.links;
    changed(job);
    return hasEnded(job);
  };
  while (!signal.aborted) {
    try {
      if (await poll(id, known, signal, tell)) {
        return;
      }
      const over =
        polls || document.hidden || !known.links?.events
          ? await rest(known, signal)
          : await withPlace((granted) =>
              granted ? stream(known, signal, tell) : rest(known, signal),
            );
      if (over) {
        return;
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error.noEvents) {
        polls = true;
      } else if (error.name === 'AbortError') {
        // Hidden, or found lost by another request: the stream was let go, and a poll tells more.
      } else if (
        isGone(error) ||
        error.status === 401 ||
        error.status === 403 ||
        error.status === 400
      ) {
        throw error;
      } else {
        await pause(2000, signal).catch(() => {});
      }
    }
  }
}

async function poll(id, known, signal, tell) {
  const response = await send(`job/${id}/status`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLIS)]),
    headers: known.tag ? { 'If-None-Match': known.tag } : {},
  });
  known.tag = response.headers.get('ETag');
  known.rest = Number(response.headers.get('Retry-After') ?? 2);
  return response.status !== 304 && tell(await response.json());
}

/** Between two polls, where there is no stream; no longer than the page is hidden. */
async function rest(known, signal) {
  await (document.hidden
    ? Promise.race([pause(1000 * HIDDEN_PAUSE, signal), seen(signal)])
    : pause(1000 * Math.min(LONGEST_PAUSE, Math.max(1, known.rest)), signal));
  return false;
}

async function stream(known, page, tell) {
  const signal = whileWatched(page);
  const headers = { Accept: 'text/event-stream' };
  if (known.version) {
    headers['Last-Event-ID'] = known.version;
  }
  let response;
  try {
    response = await send(known.links.events, { signal, headers });
  } catch (error) {
    error.noEvents = [404, 405, 406, 429, 501, 503].includes(error.status);
    throw error;
  }
  if (response.status === 204) {
    known.links = null;
    return false;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) {
      if (event(block, known, tell)) {
        return true;
      }
    }
  }
  // Ended early: a poll tells why before the stream is asked for again.
  await pause(500, signal);
  return false;
}

/** One event of the stream; true when it tells the job's end. */
function event(block, known, tell) {
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (name === 'id') {
      known.version = value;
    } else if (name === 'data') {
      data.push(value);
    }
  }
  return data.length > 0 && tell(JSON.parse(data.join('\n')));
}
