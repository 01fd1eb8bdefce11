// One request for each of many jobs, with how far it is and what failed.
import { h, setText, announce } from '../../ui/dom.js';
import { events } from '../../net/api.js';
import { number } from '../../ui/format.js';

// The list and what else is looked at need connections, too.
const AT_ONCE = 3;

export class Bulk {
  constructor() {
    this.isGoing = false;
    this.meter = h('progress', { 'aria-label': 'Jobs done' });
    this.text = h('span', {});
    this.stop = h(
      'button',
      { type: 'button', class: 'small', onclick: () => this.over.abort() },
      'Stop',
    );
    this.going = h('div', { class: 'note bulk' }, this.text, this.meter, this.stop);
    this.element = h('div', {});
    events.addEventListener('token', () => {
      this.over?.abort();
      this.element.replaceChildren();
    });
  }

  /** `one` answers whether it did something; `words` say what is done. Resolves when all are through. */
  async run(jobs, one, words) {
    this.isGoing = true;
    this.over = new AbortController();
    const told = { done: 0, late: 0, failed: [] };
    const left = [...jobs];
    this.tell(jobs, left, words);
    this.element.replaceChildren(this.going);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left.length > 0 && !this.over.signal.aborted) {
          const job = left.shift();
          try {
            told[(await one(job, this.over.signal)) ? 'done' : 'late']++;
          } catch (error) {
            if (this.over.signal.aborted) {
              left.push(job);
            } else {
              told.failed.push({ job, error });
            }
          }
          this.tell(jobs, left, words);
        }
      }),
    );
    this.isGoing = false;
    this.result(told, left.length, words);
  }

  tell(jobs, left, words) {
    this.meter.max = jobs.length;
    this.meter.value = jobs.length - left.length;
    setText(
      this.text,
      `${words.going} ${number(jobs.length - left.length)} of ${number(jobs.length)}`,
    );
  }

  /** Stays until it is dismissed: what failed has links. */
  result({ done, late, failed }, left, words) {
    const text = [
      `${number(done)} ${words.done}`,
      late > 0 && `${number(late)} ${words.late}`,
      failed.length > 0 && `${number(failed.length)} failed`,
      left > 0 && `stopped before ${number(left)}`,
    ]
      .filter(Boolean)
      .join(', ');
    const dismiss = h(
      'button',
      { type: 'button', class: 'quiet small', onclick: () => this.element.replaceChildren() },
      'Dismiss',
    );
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
                h('a', { href: `#/job/${job.id}` }, `${job.operation} …${job.id.slice(-8)}`),
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
