// Choosing an operation and asking for a job.
import { h, announce, copyButton, state } from '../../ui/dom.js';
import { get, getIfThere, isGone, Failure } from '../../net/api.js';
import { fields } from '../../ui/schema-form.js';
import { options } from './job-options.js';
import { curl } from './curl-command.js';
import { submit } from '../../net/submit.js';
import { recall, remember } from '../../session/sent-requests.js';
import { Upload } from './upload.js';
import { problem } from '../../ui/components.js';
import { missing, unconfigured } from './unconfigured.js';
import { signIn } from '../../session/sign-in.js';

export async function startPage(main, name, signal, parameters) {
  if (typeof name === 'string') {
    const [operation, catalogue] = await Promise.all([
      offered(name, signal),
      get('operation', { signal }),
    ]);
    const page =
      operation &&
      (missing(operation)
        ? unconfigured(operation)
        : new StartForm(
            operation,
            catalogue.items,
            await before(parameters.get('again'), signal),
            signal,
          ).element);
    main.replaceChildren(
      page ??
        state(
          'There is no such operation',
          `This server does not offer ${name}.`,
          h(
            'div',
            { class: 'actions' },
            h('a', { class: 'button', href: '#/start' }, 'All operations'),
          ),
        ),
    );
  } else {
    main.replaceChildren(choice((await get('operation', { signal })).items));
  }
}

async function offered(name, signal) {
  try {
    return await get(`operation/${encodeURIComponent(name)}`, { signal });
  } catch (error) {
    if (isGone(error)) {
      return null;
    }
    throw error;
  }
}

/** What is known of the job that is to run again: all of it where this tab sent it. */
async function before(id, signal) {
  if (!id) {
    return null;
  }
  const asked = recall(id);
  if (asked) {
    return asked;
  }
  const job = await getIfThere(`job/${encodeURIComponent(id)}/status`, { signal });
  return {
    request: { labels: job?.labels, priority: job?.priority },
    withoutInput: true,
    hadCallback: Boolean(job?.links.callback),
  };
}

function choice(operations) {
  return h(
    'div',
    {},
    h('h1', {}, 'Start a job'),
    h('p', { class: 'lead' }, 'What shall be done?'),
    h(
      'ul',
      { class: 'operations' },
      operations.map((operation) =>
        h(
          'li',
          {},
          h(
            'a',
            { href: `#/start/${operation.name}` },
            h('b', {}, operation.title),
            h('code', {}, operation.name),
            h('span', {}, operation.description),
            operation.takes.length > 0 &&
              h('span', { class: 'takes' }, `takes a file (${operation.takes.join(', ')})`),
            missing(operation) && h('span', { class: 'takes' }, `${missing(operation).says} yet`),
          ),
        ),
      ),
    ),
  );
}

class StartForm {
  constructor(operation, all, asked, signal) {
    this.operation = operation;
    this.signal = signal;
    this.key = null;
    this.input = fields(operation.inputSchema, asked?.request.input ?? {});
    this.options = options(asked?.request ?? {}, asked?.hadSecret);
    this.failed = h('div');
    this.code = h('code', {});
    this.copy = copyButton('Copy', () => this.code.textContent);
    this.unfinished = h(
      'p',
      { class: 'quiet', hidden: true },
      'The command is not complete: something in the form is not as it must be yet.',
    );
    this.send = h('button', { class: 'primary' }, 'Start the job');
    this.upload = new Upload();
    this.form = h(
      'form',
      { class: 'start', novalidate: true, 'aria-label': `Input of ${operation.name}` },
      operation.takes.length > 0 && this.fileField(),
      this.input.element,
      this.options.element,
      this.failed,
      this.upload.element,
      h(
        'div',
        { class: 'actions' },
        this.send,
        h('a', { class: 'button quiet', href: '#/start' }, 'Another operation'),
      ),
    );
    this.form.addEventListener('input', () => this.changed());
    this.form.addEventListener('change', () => this.changed());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.start();
    });
    const select = h(
      'select',
      {
        'aria-label': 'Operation',
        onchange: (event) => (location.hash = `#/start/${event.target.value}`),
      },
      all.map((other) =>
        h('option', { value: other.name, selected: other.name === operation.name }, other.name),
      ),
    );
    this.element = h(
      'div',
      { 'data-kept': true, onsignedin: () => this.signedIn() },
      h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
      h('div', { class: 'head' }, h('h1', {}, operation.title), select),
      h('p', { class: 'lead' }, operation.description),
      asked?.withoutInput &&
        h(
          'p',
          { class: 'note' },
          'The server does not tell a job’s input again, and this tab did not send it: only its labels and its priority are filled in.',
          asked.hadCallback && ' It had a callback, whose address and secret are not told either.',
        ),
      asked?.hadSecret &&
        h(
          'p',
          { class: 'note' },
          'The callback’s secret is not kept: type it again below, or the callback is not signed with it.',
        ),
      asked?.fileName &&
        h('p', { class: 'note' }, `Choose the file again; it was ${asked.fileName}.`),
      h(
        'div',
        { class: 'two wide' },
        this.form,
        h(
          'section',
          { class: 'card curl', 'aria-label': 'The same as a command' },
          h('h2', {}, 'The same as a command'),
          this.unfinished,
          h('div', { class: 'command' }, h('pre', { tabindex: 0 }, this.code), this.copy),
        ),
      ),
    );
    this.changed();
  }

  fileField() {
    this.file = h('input', { type: 'file', id: 'file', required: this.operation.fileRequired });
    this.fileError = h('span', { class: 'error', id: 'file-error' });
    return h(
      'div',
      { class: 'field' },
      h('label', { for: 'file' }, 'File', this.operation.fileRequired && h('em', {}, ' required')),
      this.file,
      h('small', {}, `${this.operation.takes.join(' or ')}, of any size the server allows`),
      this.fileError,
    );
  }

  request() {
    const input = this.input.value();
    return {
      operation: this.operation.name,
      ...(Object.keys(input).length ? { input } : {}),
      ...this.options.value(),
    };
  }

  changed() {
    this.key = null;
    let command = '';
    try {
      command =
        this.options.isComplete() &&
        curl(
          this.request(),
          this.file
            ? (this.file.files[0] ?? { name: 'FILE', type: this.operation.takes[0] })
            : null,
          this.operation.fileRequired || this.file?.files.length > 0,
        );
    } catch {
      // JSON that is being typed.
    }
    this.code.textContent = command || '…';
    this.copy.disabled = !command;
    this.unfinished.hidden = Boolean(command);
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
    this.key ??= Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) =>
      b.toString(16).padStart(2, '0'),
    ).join('');
    this.send.disabled = true;
    try {
      const file = this.file?.files[0];
      const job = await submit(
        request,
        file,
        this.key,
        this.upload.begin(this.signal),
        (sent, all) => this.upload.show(sent, all),
      );
      remember(job.id, request, file?.name);
      announce('The job was accepted');
      location.hash = `#/job/${job.id}`;
    } catch (error) {
      this.broken(error);
    } finally {
      this.send.disabled = false;
      if (this.upload.end() && !this.signal.aborted) {
        this.send.focus();
      }
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
      throw new Failure(400, {
        title: 'Not yet',
        detail:
          wrong.length === 1
            ? 'One field needs another look.'
            : `${wrong.length} fields need another look.`,
      });
    }
    return this.request();
  }

  /** What the server says about single members goes to their fields. */
  refused(error) {
    const left = (error.problem?.errors ?? []).filter(
      (e) => !this.input.blame(e.pointer.replace(/^\/input/, ''), e.detail),
    );
    this.failed.replaceChildren(
      problem({ ...error, message: error.message, problem: { ...error.problem, errors: left } }),
    );
    this.stranger = error.status === 401;
    if (this.stranger) {
      this.failed.firstChild.append(
        h('span', {}, 'What you filled in stays while you sign in.'),
        h('button', { type: 'button', onclick: () => signIn() }, 'Sign in'),
      );
    }
    const wrong = this.form.querySelector('[aria-invalid=true]');
    if (wrong) {
      wrong.focus();
    } else {
      this.failed.tabIndex = -1;
      this.failed.focus();
    }
  }

  /** Whether it is sent is still up to whoever signed in. */
  signedIn() {
    this.changed();
    if (this.stranger) {
      this.stranger = false;
      this.failed.replaceChildren(
        h(
          'div',
          { class: 'note', role: 'status' },
          h('b', {}, 'You are signed in'),
          h('span', {}, 'The form is as you left it; nothing was sent yet.'),
        ),
      );
      this.send.focus();
    }
  }

  broken(error) {
    if (error.name !== 'AbortError') {
      this.refused(error);
      return;
    }
    announce('The upload was cancelled');
    this.failed.replaceChildren(
      h(
        'div',
        { class: 'note' },
        h('b', {}, 'The upload was cancelled'),
        h(
          'span',
          {},
          'The form is as it was. Had the server taken the whole file already, the job is in the list, and sending the same again makes no second one.',
        ),
      ),
    );
  }
}
