// Sends one request for each chosen job, with a progress bar and a result that names the failures.
import { events } from '../../net/api.js';
import { button } from '../../ui/components.js';
import { h, setText, announce } from '../../ui/dom.js';
import { number } from '../../ui/format.js';
import { shortId } from './job-row.js';

// A browser opens six connections to a server by HTTP/1.1; the list needs some of them.
const MAX_CONCURRENT = 3;

export class BulkAction {
  constructor() {
    this.isRunning = false;
    this.meter = h('progress', { 'aria-label': 'Jobs done' });
    this.text = h('span', {});
    const stop = button('Stop', 'small', () => this.stopped.abort());
    this.progress = h('div', { class: 'note bulk' }, this.text, this.meter, stop);
    this.element = h('div', {});
    // Another caller must not go on with it, nor see its result.
    events.addEventListener('token', () => {
      this.stopped?.abort();
      this.element.replaceChildren();
    });
  }

  /**
   * Calls `request(job, signal)` for each job, at most three at a time; it resolves to whether the
   * job was changed. `words` are the texts {going, done, late}. Resolves when all jobs are done, or
   * the user stopped and the last answers are there.
   */
  async run(jobs, request, words) {
    this.isRunning = true;
    this.stopped = new AbortController();
    const result = { done: 0, late: 0, failed: [] };
    const left = [...jobs];
    this.showProgress(jobs, left, words);
    this.element.replaceChildren(this.progress);
    await Promise.all(
      Array.from({ length: MAX_CONCURRENT }, async () => {
        while (left.length > 0 && !this.stopped.signal.aborted) {
          const job = left.shift();
          try {
            result[(await request(job, this.stopped.signal)) ? 'done' : 'late']++;
          } catch (error) {
            if (this.stopped.signal.aborted) {
              left.push(job);
            } else {
              result.failed.push({ job, error });
            }
          }
          this.showProgress(jobs, left, words);
        }
      }),
    );
    this.isRunning = false;
    this.showResult(result, left.length, words);
  }

  showProgress(jobs, left, words) {
    this.meter.max = jobs.length;
    this.meter.value = jobs.length - left.length;
    setText(
      this.text,
      `${words.going} ${number(jobs.length - left.length)} of ${number(jobs.length)}`,
    );
  }

  /** Shows the result until it is dismissed, because its links lead to the failed jobs. */
  showResult({ done, late, failed }, left, words) {
    const text = [
      `${number(done)} ${words.done}`,
      late > 0 && `${number(late)} ${words.late}`,
      failed.length > 0 && `${number(failed.length)} failed`,
      left > 0 && `stopped before ${number(left)}`,
    ]
      .filter(Boolean)
      .join(', ');
    const dismiss = button('Dismiss', 'quiet small', () => this.element.replaceChildren());
    this.element.replaceChildren(
      h(
        'div',
        { class: `note ${failed.length ? 'bad' : ''}` },
        h('b', {}, text),
        failed.length > 0 &&
          h(
            'ul',
            {},
            failed.map(({ job, error }) =>
              h(
                'li',
                {},
                h('a', { href: `#/job/${job.id}` }, `${job.operation} ${shortId(job)}`),
                ` ${error.message}`,
              ),
            ),
          ),
        dismiss,
      ),
    );
    announce(text);
  }
}
