// The caller's schedules: when they fire next, and what became of the latest fires.
import { get, idOf, send, sendJson } from '../../net/api.js';
import { newKey } from '../../net/key.js';
import { every } from '../../net/repeat.js';
import { actions, button, linkButton, problemNote } from '../../ui/components.js';
import { confirm } from '../../ui/confirm.js';
import { cronWords } from '../../ui/cron-words.js';
import { announce, h, redraw } from '../../ui/dom.js';
import { time, timeElement } from '../../ui/format.js';
import { hasSecret, putSchedule, schedulePath } from './schedule-request.js';

const POLL_MILLIS = 5000;
const PAGE_SIZE = 200;

export const schedulesPage = {
  path: /^\/schedules$/,
  tab: 'schedules',
  title: 'Schedules',
  open,
};

async function open(main, address, signal) {
  const page = new SchedulesPage(signal);
  await page.refresh();
  main.replaceChildren(page.element);
  await every(POLL_MILLIS, signal, () => page.refresh());
}

class SchedulesPage {
  constructor(signal) {
    this.signal = signal;
    this.list = h('ul', { class: 'causes' });
    this.empty = h(
      'p',
      { class: 'lead' },
      'No schedule is there yet. One makes a job again and again, on the clock of a time zone.',
    );
    this.notice = h('div');
    this.element = h(
      'div',
      {},
      h(
        'div',
        { class: 'head' },
        h('h1', {}, 'Schedules'),
        linkButton('New schedule', '#/schedules/new', 'primary'),
      ),
      this.notice,
      this.empty,
      this.list,
    );
  }

  async refresh() {
    const { items, next } = await get(`schedule?limit=${PAGE_SIZE}`, { signal: this.signal });
    const text = JSON.stringify(items);
    if (text === this.text) {
      return;
    }
    this.text = text;
    this.empty.hidden = items.length > 0;
    const more = next && h('li', { class: 'quiet' }, `The first ${PAGE_SIZE} are shown.`);
    redraw(this.list, [...items.map((schedule) => this.item(schedule)), more].filter(Boolean));
  }

  item(schedule) {
    const { name, cron, zone, job, paused, next } = schedule;
    const keyed = (text, kind, act) => {
      const element = button(text, kind, act);
      // Pausing makes another button of the same place.
      element.dataset.key = `${text.replace('Resume', 'Pause')}-${name}`;
      element.setAttribute('aria-label', `${text}: ${name}`);
      return element;
    };
    return h(
      'li',
      { class: 'card cause' },
      h(
        'div',
        { class: 'what' },
        h('h2', {}, h('a', { href: `#/schedules/${name}` }, name), paused && pausedBadge()),
        h(
          'p',
          {},
          h('b', {}, capitalized(cronWords(cron) ?? 'as the line says')),
          h('span', { class: 'quiet' }, ` in ${zone} `),
          h('code', {}, cron),
        ),
        h(
          'p',
          { class: 'quiet seen' },
          h('a', { href: `#/operation/${job.operation}` }, job.operation),
          h('a', { href: `#/jobs?schedule=${encodeURIComponent(name)}` }, 'Its jobs'),
          h(
            'span',
            {},
            paused ? 'Would fire ' : 'Fires ',
            timeElement(next[0]),
            `, ${time(next[0])}`,
          ),
          lastFire(schedule),
        ),
        problem(schedule),
        h(
          'details',
          {},
          h('summary', {}, 'Next fires'),
          h(
            'ol',
            { class: 'lines' },
            next.map((iso) => h('li', {}, time(iso), ' ', timeElement(iso))),
          ),
        ),
      ),
      actions(
        keyed('Run now', '', () => this.run(schedule)),
        keyed(paused ? 'Resume' : 'Pause', '', () => this.setPaused(schedule, !paused)),
        linkButton('Edit', `#/schedules/${name}`),
        keyed('Delete', 'danger quiet', () => this.remove(schedule)),
      ),
    );
  }

  run({ name }) {
    return this.act(async () => {
      const job = await sendJson('POST', `${schedulePath(name)}/run`, undefined, {
        'Idempotency-Key': newKey(),
      });
      this.notice.replaceChildren(
        h(
          'div',
          { class: 'note', role: 'status' },
          h('b', {}, `${name} runs once more`),
          h('a', { href: `#/job/${job.id}` }, 'See the job'),
        ),
      );
      announce(`${name} runs once more`);
    });
  }

  async setPaused(schedule, paused) {
    if (hasSecret(schedule)) {
      // The PUT replaces the callback, and only a form can ask for its secret.
      location.hash = `#/schedules/${schedule.name}`;
      return;
    }
    await this.act(async () => {
      await putSchedule(schedule, { paused });
      this.notice.replaceChildren();
      announce(paused ? `${schedule.name} is paused` : `${schedule.name} goes on`);
    });
  }

  async remove({ name }) {
    const title = `Delete the schedule ${name}?`;
    const text = 'It fires no more. The jobs that it has made stay.';
    if (await confirm(title, text, 'Delete the schedule', this.signal)) {
      await this.act(async () => {
        await send(schedulePath(name), { method: 'DELETE' });
        this.notice.replaceChildren();
        announce(`The schedule ${name} is deleted`);
      });
    }
  }

  async act(request) {
    try {
      await request();
      await this.refresh();
    } catch (error) {
      if (!this.signal.aborted) {
        this.notice.replaceChildren(problemNote(error));
      }
    }
  }
}

const capitalized = (text) => text[0].toUpperCase() + text.slice(1);

const pausedBadge = () => h('span', { class: 'badge paused' }, 'Paused');

const lastFire = ({ lastFireAt, lastJob }) =>
  lastFireAt &&
  h(
    'span',
    {},
    'Last ',
    timeElement(lastFireAt),
    lastJob && [' ', h('a', { href: `#/job/${idOf(lastJob)}` }, 'as a job')],
  );

/** A refusal is news only until a later fire has made its job. */
function problem({ lastProblem, lastFireAt, lastPassedOverAt }) {
  const isOld = lastProblem && lastFireAt && new Date(lastFireAt) >= new Date(lastProblem.fireAt);
  return [
    lastProblem &&
      !isOld &&
      h(
        'div',
        { class: 'note bad' },
        h('b', {}, 'The latest fire was refused'),
        h('span', {}, lastProblem.detail),
        h('span', { class: 'quiet' }, 'That of ', timeElement(lastProblem.fireAt)),
      ),
    lastPassedOverAt &&
      h(
        'p',
        { class: 'quiet' },
        'Passed over ',
        timeElement(lastPassedOverAt),
        ': an earlier job had not ended.',
      ),
  ];
}
