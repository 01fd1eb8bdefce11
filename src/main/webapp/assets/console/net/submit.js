// Sends a job. With a file by XMLHttpRequest, which tells how much of it is sent.
import { send, headers, base, Failure, events } from './api.js';

/** The signal breaks it off. */
export async function submit(request, file, key, signal, progress) {
  const more = { 'Idempotency-Key': key };
  if (!file) {
    const body = JSON.stringify(request);
    return (
      await send('job', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...more },
        body,
        signal,
      })
    ).json();
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
    call.addEventListener('abort', () => reject(new DOMException('broken off', 'AbortError')));
    signal.addEventListener('abort', () => call.abort(), { once: true });
    signal.throwIfAborted();
    call.send(form);
  });
}
