// Watches one job until it ends: by server-sent events when its document links to them, else by
// polls. Reads the stream with fetch, because an EventSource cannot send a token.
import { ANSWER_MILLIS, send, isGone } from './api.js';
import { withConnectionSlot } from './connection-slots.js';
import { hasEnded } from './job-status.js';
import { sleep, untilVisible, whileVisible } from './repeat.js';

// A person looks at the page, so polls come sooner than Retry-After asks; a 304 is cheap.
const MAX_REST_SECONDS = 5;

// A hidden tab holds no connection, but its title shows the job's status.
const HIDDEN_REST_SECONDS = 15;

const RETRY_MILLIS = 2000;

/**
 * Calls `changed` with each new status document, and `said` with each line of the log while the
 * events come as a stream; `said` may be left out. Resolves when the job has ended or the signal
 * fires; throws when the job is gone, or the caller may not see it.
 */
export async function watchJob(id, signal, changed, said) {
  let pollsOnly = false;
  const known = { etag: null, eventId: null, retryAfter: 2, hasEvents: false, said };
  const tell = (job) => {
    known.hasEvents = Boolean(job.links.events);
    changed(job);
    return hasEnded(job);
  };
  while (!signal.aborted) {
    try {
      if (await poll(id, known, signal, tell)) {
        return;
      }
      const ended =
        pollsOnly || document.hidden || !known.hasEvents
          ? await rest(known, signal)
          : await withConnectionSlot((granted) =>
              granted ? stream(id, known, signal, tell) : rest(known, signal),
            );
      if (ended) {
        return;
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error.noEvents) {
        pollsOnly = true;
      } else if (error.name === 'AbortError') {
        // The stream was aborted on purpose: the tab is hidden, or another request found the
        // connection lost. The next poll asks for the current status.
      } else if (isGone(error) || [400, 401, 403].includes(error.status)) {
        throw error;
      } else {
        await sleep(RETRY_MILLIS, signal).catch(() => {});
      }
    }
  }
}

/** Asks for the status once; returns whether the job has ended. */
async function poll(id, known, signal, tell) {
  const response = await send(`job/${id}/status`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLIS)]),
    headers: known.etag ? { 'If-None-Match': known.etag } : {},
  });
  known.etag = response.headers.get('ETag');
  known.retryAfter = Number(response.headers.get('Retry-After') ?? 2);
  return response.status !== 304 && tell(await response.json());
}

/** Waits between two polls; a hidden tab's wait ends when the tab is shown. */
async function rest({ retryAfter }, signal) {
  await (document.hidden
    ? Promise.race([sleep(1000 * HIDDEN_REST_SECONDS, signal), untilVisible(signal)])
    : sleep(1000 * Math.min(MAX_REST_SECONDS, Math.max(1, retryAfter)), signal));
  return false;
}

/**
 * Reads the event stream to its end, below the page's own address: the document's link has the
 * public one, to which a page of another address may send nothing. Returns whether the job has
 * ended.
 */
async function stream(id, known, pageSignal, tell) {
  const signal = whileVisible(pageSignal);
  const headers = { Accept: 'text/event-stream' };
  if (known.eventId) {
    headers['Last-Event-ID'] = known.eventId;
  }
  let response;
  try {
    response = await send(`job/${id}/events${known.said ? '?log=true' : ''}`, { signal, headers });
  } catch (error) {
    error.noEvents = [404, 405, 406, 429, 501, 503].includes(error.status);
    throw error;
  }
  if (response.status === 204) {
    known.hasEvents = false;
    return false;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) {
      if (receive(block, known, tell)) {
        return true;
      }
    }
  }
  // The stream ended before the job: a poll finds out why before the next stream is opened.
  await sleep(500, signal);
  return false;
}

/** Handles one event of the stream; returns whether the job has ended. */
function receive(block, known, tell) {
  const data = [];
  let type = 'status';
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (name === 'id') {
      known.eventId = value;
    } else if (name === 'event') {
      type = value;
    } else if (name === 'data') {
      data.push(value);
    }
  }
  if (type === 'log') {
    known.said?.(JSON.parse(data.join('\n')));
    return false;
  }
  return data.length > 0 && tell(JSON.parse(data.join('\n')));
}
