// The form of a schedule: a new one, or changes of one that is there.
import { Failure, get } from '../../net/api.js';
import { catalogue } from '../../session/catalogue.js';
import { actions, linkButton, problemNote } from '../../ui/components.js';
import { cronWords } from '../../ui/cron-words.js';
import { labelled } from '../../ui/dialog.js';
import { announce, h, setText } from '../../ui/dom.js';
import { ZONE, time } from '../../ui/format.js';
import { labelsText, toLabels } from '../../ui/labels-text.js';
import { schemaForm } from '../../ui/schema-form.js';
import { hasSecret, putSchedule, schedulePath } from './schedule-request.js';

const NEW = { cron: '0 2 * * *', zone: ZONE, overlap: 'queue', catchUp: 'one', paused: false };
const OVERLAPS = [
  ['queue', 'make the job; it waits for its turn'],
  ['skip', 'make no job'],
  ['cancel', 'cancel the earlier one'],
];
const CATCH_UPS = [
  ['one', 'make the job of the latest'],
  ['none', 'make none'],
];

export const schedulePage = {
  path: /^\/schedules\/(?<name>[A-Za-z0-9._-]{1,64})$/,
  tab: 'schedules',
  title: 'Schedule',
  open,
};

async function open(main, { name }, signal) {
  const isNew = name === 'new';
  const [schedule, operations] = await Promise.all([
    isNew ? { ...NEW, job: {} } : get(schedulePath(name), { signal }),
    catalogue(),
  ]);
  main.replaceChildren(new ScheduleForm(schedule, isNew, operations).element);
}

const select = (name, options, value) =>
  h(
    'select',
    { name },
    options.map(([each, text]) => h('option', { value: each, selected: each === value }, text)),
  );

class ScheduleForm {
  constructor(schedule, isNew, operations) {
    this.schedule = schedule;
    this.isNew = isNew;
    this.operations = operations.filter(({ fileRequired }) => !fileRequired);
    const { cron, zone, overlap, catchUp, paused } = schedule;
    const text = (name, value, more = {}) =>
      h('input', { name, value: value ?? '', autocomplete: 'off', spellcheck: 'false', ...more });
    this.controls = {
      name: text('name', schedule.name, { pattern: '[A-Za-z0-9._-]{1,64}', required: true }),
      cron: text('cron', cron, { required: true, 'aria-describedby': 'cron-words' }),
      zone: text('zone', zone, { list: 'zones' }),
      overlap: select('overlap', OVERLAPS, overlap),
      catchUp: select('catchUp', CATCH_UPS, catchUp),
      paused: h('input', { type: 'checkbox', name: 'paused', checked: paused }),
      operation: select(
        'operation',
        this.operations.map(({ name }) => [name, name]),
        schedule.job.operation,
      ),
      labels: text('labels', labelsText(schedule.job.labels), { placeholder: 'team:billing' }),
      secret: h('input', { name: 'secret', type: 'password', autocomplete: 'new-password' }),
    };
    this.words = h('small', { id: 'cron-words', class: 'reading', role: 'status' });
    this.inputPlace = h('div', {});
    this.notice = h('div', { tabindex: -1 });
    this.element = this.draw();
    this.controls.cron.addEventListener('input', () => this.read());
    this.controls.zone.addEventListener('input', () => this.read());
    this.controls.operation.addEventListener('change', () => this.showInput({}));
    this.read();
    this.showInput(schedule.job.input ?? {});
  }

  draw() {
    const { controls, schedule, isNew } = this;
    const zones = Intl.supportedValuesOf?.('timeZone') ?? [];
    const form = h(
      'form',
      { class: 'start', novalidate: true, 'aria-label': 'Schedule' },
      isNew && labelled('Name', controls.name, 'Letters, digits, dots, dashes'),
      h(
        'div',
        { class: 'members' },
        h(
          'label',
          { class: 'field' },
          h('span', {}, 'Cron line'),
          controls.cron,
          this.words,
          h('small', {}, 'minute hour day month weekday, or @daily'),
        ),
        labelled('Time zone', controls.zone),
      ),
      h(
        'datalist',
        { id: 'zones' },
        ['UTC', ...zones].map((zone) => h('option', { value: zone })),
      ),
      labelled('Operation', controls.operation),
      this.inputPlace,
      labelled('Labels', controls.labels),
      hasSecret(schedule) &&
        labelled(
          'Callback secret',
          controls.secret,
          'The server does not tell it: type it again, or the callbacks are not signed with it',
        ),
      h(
        'div',
        { class: 'members' },
        labelled('While an earlier job has not ended', controls.overlap),
        labelled('After an outage', controls.catchUp),
      ),
      h('label', { class: 'check' }, controls.paused, ' Paused: it does not fire'),
      this.notice,
      actions(
        h('button', { class: 'primary' }, isNew ? 'Create the schedule' : 'Save'),
        linkButton('Back', '#/schedules', 'quiet'),
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.save();
    });
    return h(
      'div',
      {},
      h('p', { class: 'crumb' }, h('a', { href: '#/schedules' }, '← Schedules')),
      h('div', { class: 'head' }, h('h1', {}, isNew ? 'New schedule' : schedule.name)),
      h('div', { class: 'two wide' }, form, this.nextCard()),
    );
  }

  nextCard() {
    const { next } = this.schedule;
    return (
      next &&
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'next-title' },
        h('h2', { id: 'next-title' }, 'Next fires'),
        h(
          'ol',
          { class: 'lines' },
          next.map((iso) => h('li', {}, time(iso))),
        ),
        h('p', { class: 'quiet' }, `In your time zone, ${ZONE}.`),
      )
    );
  }

  read() {
    const words = cronWords(this.controls.cron.value);
    const zone = this.controls.zone.value.trim() || 'UTC';
    setText(
      this.words,
      words ? `${words[0].toUpperCase()}${words.slice(1)}, in ${zone}.` : 'Five fields are wanted.',
    );
  }

  showInput(known) {
    const operation = this.operations.find(({ name }) => name === this.controls.operation.value);
    this.input = operation ? schemaForm(operation.inputSchema, known) : null;
    this.inputPlace.replaceChildren(...(this.input ? [this.input.element] : []));
  }

  /** Members of the job that the form does not show stay as they are. */
  job() {
    const { operation, labels, secret } = this.controls;
    const others = { ...this.schedule.job };
    delete others.input;
    delete others.labels;
    const input = this.input?.value() ?? {};
    const named = toLabels(labels.value) ?? {};
    return {
      ...others,
      operation: operation.value,
      ...(Object.keys(input).length > 0 && { input }),
      ...(Object.keys(named).length > 0 && { labels: named }),
      ...(others.callback && {
        callback: { ...others.callback, ...(secret.value && { secret: secret.value }) },
      }),
    };
  }

  async save() {
    const { controls } = this;
    const wrong = this.input?.check() ?? [];
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    if (!toLabels(controls.labels.value)) {
      controls.labels.focus();
      this.showFailure(new Failure(400, { detail: 'Labels are key:value, with commas between.' }));
      return;
    }
    try {
      const saved = await putSchedule(
        { name: this.isNew ? controls.name.value.trim() : this.schedule.name },
        {
          cron: controls.cron.value.trim(),
          zone: controls.zone.value.trim() || 'UTC',
          overlap: controls.overlap.value,
          catchUp: controls.catchUp.value,
          paused: controls.paused.checked,
          job: this.job(),
        },
        this.isNew,
      );
      announce(`The schedule ${saved.name} is saved; it fires next at ${time(saved.next[0])}`);
      location.hash = '#/schedules';
    } catch (error) {
      this.showFailure(error);
    }
  }

  showFailure(error) {
    const errors = (error.problem?.errors ?? []).filter(
      ({ pointer, detail }) =>
        !(
          pointer.startsWith('/job/input') &&
          this.input?.showError(pointer.replace(/^\/job\/input/, ''), detail)
        ),
    );
    const known =
      error.status === 412
        ? { title: 'There is one already', detail: 'A schedule of this name is there.' }
        : error.problem;
    this.notice.replaceChildren(
      problemNote({ message: known?.detail ?? error.message, problem: { ...known, errors } }),
    );
    this.notice.focus();
  }
}
