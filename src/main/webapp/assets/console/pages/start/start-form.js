// The form for a job: the operation's input, a file, the options, and the request as a command.
import { Failure } from '../../net/api.js';
import { newKey } from '../../net/key.js';
import { submit } from '../../net/submit.js';
import { rememberRequest } from '../../session/sent-requests.js';
import { signIn } from '../../session/sign-in.js';
import { actions, button, copyButton, linkButton, note, problemNote } from '../../ui/components.js';
import { h, announce } from '../../ui/dom.js';
import { schemaForm } from '../../ui/schema-form.js';
import { curlCommand } from './curl-command.js';
import { FileField } from './file-field.js';
import { jobOptions } from './job-options.js';
import { UploadProgress } from './upload-progress.js';

export class StartForm {
  /** `earlier` is the request to run again, or null; see start.js. */
  constructor(operation, operations, earlier, signal) {
    this.operation = operation;
    this.signal = signal;
    this.idempotencyKey = null;
    this.input = schemaForm(operation.inputSchema, earlier?.request.input ?? {});
    this.file = operation.takes.length > 0 ? new FileField(operation) : null;
    this.options = jobOptions(earlier?.request ?? {}, earlier?.hadSecret, operation.repeatable);
    this.notice = h('div');
    this.upload = new UploadProgress();
    this.send = h('button', { class: 'primary' }, 'Start the job');
    this.form = h(
      'form',
      { class: 'start', novalidate: true, 'aria-label': `Input of ${operation.name}` },
      this.file?.element,
      this.input.element,
      this.options.element,
      this.notice,
      this.upload.element,
      actions(this.send, linkButton('Another operation', '#/start', 'quiet')),
    );
    this.form.addEventListener('input', () => this.changed());
    this.form.addEventListener('change', () => this.changed());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.start();
    });
    this.element = h(
      'div',
      { 'data-kept': true, onsignedin: () => this.signedIn() },
      h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
      h(
        'div',
        { class: 'head' },
        h('h1', {}, operation.title),
        operationSelect(operations, operation.name),
      ),
      h('p', { class: 'lead' }, operation.description),
      hints(earlier),
      h('div', { class: 'two wide' }, this.form, this.commandCard()),
    );
    this.changed();
  }

  commandCard() {
    this.command = h('code', {});
    this.copy = copyButton('Copy', () => this.command.textContent);
    this.incomplete = h(
      'p',
      { class: 'quiet', hidden: true },
      'The command is not complete: something in the form is not as it must be yet.',
    );
    return h(
      'section',
      { class: 'card curl', 'aria-label': 'The same as a command' },
      h('h2', {}, 'The same as a command'),
      this.incomplete,
      h('div', { class: 'command' }, h('pre', { tabindex: 0 }, this.command), this.copy),
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

  /** A changed form is another request: it gets another key and another command. */
  changed() {
    this.idempotencyKey = null;
    let command = '';
    try {
      if (this.options.isComplete()) {
        command = curlCommand(this.request(), this.file?.example);
      }
    } catch {
      // A member holds JSON that is not typed to its end.
    }
    this.command.textContent = command || '…';
    this.copy.disabled = !command;
    this.incomplete.hidden = Boolean(command);
  }

  async start() {
    this.notice.replaceChildren();
    let request;
    try {
      request = this.check();
    } catch (error) {
      this.showFailure(error);
      return;
    }
    // The same key while the form stays the same: a retry after a lost answer makes no second job.
    this.idempotencyKey ??= newKey();
    this.send.disabled = true;
    try {
      const job = await submit(
        request,
        this.file?.file,
        this.idempotencyKey,
        this.upload.begin(this.signal),
        (sent, total) => this.upload.show(sent, total),
      );
      rememberRequest(job.id, request, this.file?.file?.name);
      announce('The job was accepted');
      location.hash = `#/job/${job.id}`;
    } catch (error) {
      if (error.name === 'AbortError') {
        this.showCancelled();
      } else {
        this.showFailure(error);
      }
    } finally {
      this.send.disabled = false;
      if (this.upload.end() && !this.signal.aborted) {
        this.send.focus();
      }
    }
  }

  /** Returns the request, or shows what is wrong beside the fields and throws. */
  check() {
    const wrong = [...(this.file?.check() ?? []), ...this.input.check(), ...this.options.check()];
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

  /** Shows errors of single members beside their fields, and the rest below the form. */
  showFailure(error) {
    const errors = (error.problem?.errors ?? []).filter(
      ({ pointer, detail }) => !this.input.showError(pointer.replace(/^\/input/, ''), detail),
    );
    const failure = problemNote({
      message: error.message,
      problem: { ...error.problem, errors },
    });
    this.notice.replaceChildren(failure);
    this.needsToken = error.status === 401;
    if (this.needsToken) {
      failure.append(
        h('span', {}, 'What you filled in stays while you sign in.'),
        button('Sign in', null, () => signIn()),
      );
    }
    const wrong = this.form.querySelector('[aria-invalid=true]');
    if (wrong) {
      wrong.focus();
    } else {
      this.notice.tabIndex = -1;
      this.notice.focus();
    }
  }

  /** Signing in sends nothing: the user decides whether to send the form now. */
  signedIn() {
    this.changed();
    if (this.needsToken) {
      this.needsToken = false;
      const signedIn = note(
        'You are signed in',
        'The form is as you left it; nothing was sent yet.',
      );
      signedIn.setAttribute('role', 'status');
      this.notice.replaceChildren(signedIn);
      this.send.focus();
    }
  }

  showCancelled() {
    announce('The upload was cancelled');
    this.notice.replaceChildren(
      note(
        'The upload was cancelled',
        'The form is as it was. Had the server taken the whole file already, the job is in the list, and sending the same again makes no second one.',
      ),
    );
  }
}

function operationSelect(operations, current) {
  return h(
    'select',
    {
      'aria-label': 'Operation',
      onchange: (event) => (location.hash = `#/start/${event.target.value}`),
    },
    operations.map(({ name }) => h('option', { value: name, selected: name === current }, name)),
  );
}

/** Tells which parts of the request to run again could not be filled in. */
function hints(earlier) {
  const hint = (...text) => h('p', { class: 'note' }, text);
  return [
    earlier?.isWithoutInput &&
      hint(
        'The job’s input is not yours to read, or it is gone: only its labels and its priority are filled in.',
      ),
    earlier?.hadCallback &&
      hint('It had a callback, whose address and secret are not told: type them again below.'),
    earlier?.hadSecret &&
      hint(
        'The callback’s secret is not kept: type it again below, or the callback is not signed with it.',
      ),
    earlier?.fileName && hint(`Choose the file again; it was ${earlier.fileName}.`),
  ];
}
