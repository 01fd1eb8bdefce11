// Choosing an operation and asking for a job.
import { h, announce } from './dom.js';
import { get, Failure } from './api.js';
import { fields } from './form.js';
import { options } from './options.js';
import { curl } from './curl.js';
import { submit } from './submit.js';
import { recall, remember } from './memory.js';
import { size } from './format.js';
import { problem } from './parts.js';
import { copyButton } from './dom.js';

export async function startPage(main, name, signal, parameters) {
  if (typeof name === 'string') {
    const [operation, catalogue] = await Promise.all([get(`operation/${encodeURIComponent(name)}`, { signal }), get('operation', { signal })]);
    main.replaceChildren(new StartForm(operation, catalogue.items, recall(parameters?.get('again') ?? ''), parameters?.has('again')).element);
  } else {
    main.replaceChildren(choice((await get('operation', { signal })).items));
  }
}

function choice(operations) {
  return h('div', {}, h('h1', {}, 'Start a job'), h('p', { class: 'lead' }, 'What shall be done?'),
    h('ul', { class: 'operations' }, operations.map((operation) => h('li', {},
      h('a', { href: `#/start/${operation.name}` }, h('b', {}, operation.title), h('code', {}, operation.name),
        h('span', {}, operation.description), operation.takes.length > 0 && h('span', { class: 'takes' }, `takes a file (${operation.takes.join(', ')})`))))));
}

class StartForm {
  constructor(operation, all, asked, again) {
    this.operation = operation;
    this.key = null;
    this.input = fields(operation.inputSchema, asked?.request.input ?? {});
    this.options = options(asked?.request ?? {});
    this.failed = h('div');
    this.code = h('code', {});
    this.send = h('button', { class: 'primary' }, 'Start the job');
    this.upload = h('div', { class: 'progress', hidden: true });
    this.form = h('form', { class: 'start', novalidate: true, 'aria-label': `Input of ${operation.name}` },
      operation.takes.length > 0 && this.fileField(),
      this.input.element, this.options.element, this.failed, this.upload,
      h('div', { class: 'actions' }, this.send, h('a', { class: 'button quiet', href: '#/start' }, 'Another operation')));
    this.form.addEventListener('input', () => this.changed());
    this.form.addEventListener('change', () => this.changed());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.start();
    });
    const select = h('select', { 'aria-label': 'Operation', onchange: (event) => (location.hash = `#/start/${event.target.value}`) },
      all.map((other) => h('option', { value: other.name, selected: other.name === operation.name }, other.name)));
    this.element = h('div', {},
      h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
      h('div', { class: 'head' }, h('h1', {}, operation.title), select),
      h('p', { class: 'lead' }, operation.description),
      again && !asked && h('p', { class: 'note' }, 'The server does not tell a job’s input again, and this tab did not send it: the form is as for a new job.'),
      again && asked?.fileName && h('p', { class: 'note' }, `Choose the file again; it was ${asked.fileName}.`),
      h('div', { class: 'two wide' }, this.form,
        h('section', { class: 'card curl', 'aria-label': 'The same as a command' },
          h('h2', {}, 'The same as a command'),
          h('div', { class: 'command' }, h('pre', { tabindex: 0 }, this.code), copyButton('Copy', () => this.code.textContent)))));
    this.changed();
  }

  fileField() {
    this.file = h('input', { type: 'file', id: 'file', required: this.operation.fileRequired });
    this.fileError = h('span', { class: 'error', id: 'file-error' });
    return h('div', { class: 'field' }, h('label', { for: 'file' }, 'File', this.operation.fileRequired && h('em', {}, ' required')),
      this.file, h('small', {}, `${this.operation.takes.join(' or ')}, of any size the server allows`), this.fileError);
  }

  request() {
    const input = this.input.value();
    return { operation: this.operation.name, ...(Object.keys(input).length ? { input } : {}), ...this.options.value() };
  }

  changed() {
    this.key = null;
    try {
      this.code.textContent = curl(this.request(), this.file ? this.file.files[0] ?? { name: 'FILE', type: this.operation.takes[0] } : null,
        this.operation.fileRequired || this.file?.files.length > 0);
    } catch {
      // JSON that is being typed: the command is as before.
    }
  }

  async start() {
    this.failed.replaceChildren();
    let request;
    try {
      request = this.check();
    } catch (error) {
      this.refused(error);
      return;
    }
    // One key for one form as it stands: sent again after a lost answer it makes no second job.
    this.key ??= Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
    this.send.disabled = true;
    try {
      const file = this.file?.files[0];
      const job = await submit(request, file, this.key, (sent, all) => this.sending(sent, all));
      remember(job.id, request, file?.name);
      announce('The job was accepted');
      location.hash = `#/job/${job.id}`;
    } catch (error) {
      this.refused(error);
    } finally {
      this.send.disabled = false;
      this.upload.hidden = true;
    }
  }

  check() {
    const wrong = [];
    if (this.file) {
      const missing = this.operation.fileRequired && !this.file.files.length;
      this.fileError.textContent = missing ? 'Choose a file' : '';
      if (missing) {
        wrong.push(this.file);
      }
    }
    wrong.push(...this.input.check(), ...this.options.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      throw new Failure(400, { title: 'Not yet', detail: wrong.length === 1 ? 'One field needs another look.' : `${wrong.length} fields need another look.` });
    }
    return this.request();
  }

  /** What the server says about single members goes to their fields. */
  refused(error) {
    const left = (error.problem?.errors ?? []).filter((e) => !this.input.blame(e.pointer.replace(/^\/input/, ''), e.detail));
    this.failed.replaceChildren(problem({ ...error, message: error.message, problem: { ...error.problem, errors: left } }));
    this.form.querySelector('[aria-invalid=true]')?.focus();
  }

  sending(sent, all) {
    this.upload.hidden = false;
    this.upload.replaceChildren(
      h('progress', { max: all, value: sent, 'aria-label': 'Upload' }),
      h('div', { class: 'under' }, h('span', { class: 'percent' }, `${Math.floor((sent / all) * 100)} %`), h('span', { class: 'quiet' }, `${size(sent)} of ${size(all)} sent`)));
  }
}
