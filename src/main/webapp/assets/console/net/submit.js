// Submits a job. A file is sent by XMLHttpRequest: fetch does not report upload progress.
import { send, headers, base, Failure, events } from './api.js';

/**
 * Returns the new job's status document. `progress` is called with the bytes sent and their total
 * while a file is sent; the signal aborts the request.
 */
export async function submit(request, file, key, signal, progress) {
  const more = { 'Idempotency-Key': key };
  if (!file) {
    const response = await send('job', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...more },
      body: JSON.stringify(request),
      signal,
    });
    return response.json();
  }
  const form = new FormData();
  form.append('job', new Blob([JSON.stringify(request)], { type: 'application/json' }));
  form.append('file', file);
  return upload(form, more, signal, progress);
}

function upload(form, more, signal, progress) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `${base}/job`);
    Object.entries(headers(more)).forEach(([name, value]) => call.setRequestHeader(name, value));
    call.responseType = 'json';
    call.upload.addEventListener('progress', (event) => progress(event.loaded, event.total));
    call.addEventListener('load', () => {
      if (call.status === 202) {
        resolve(call.response);
        return;
      }
      if (call.status === 401) {
        events.dispatchEvent(new Event('unauthenticated'));
      }
      reject(new Failure(call.status, call.response ?? {}));
    });
    call.addEventListener('error', () =>
      reject(
        new Failure(0, {
          title: 'The upload broke off',
          detail: 'The file was not taken; nothing is stored of it.',
        }),
      ),
    );
    call.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    signal.addEventListener('abort', () => call.abort(), { once: true });
    signal.throwIfAborted();
    call.send(form);
  });
}
