// The jobs chosen in the list, and the actions on all of them: run again, suspend, resume, cancel,
// and delete their outputs. A job of the operation `bulk` does it, as for all that match.
import { startBulk } from '../../net/bulk.js';
import { isFiltered } from '../../net/job-filter.js';
import { hasEnded, isSuspended } from '../../net/job-status.js';
import { actOnMany } from '../../session/act-on-many.js';
import { addDoing } from '../../session/doings.js';
import { button, problemNote } from '../../ui/components.js';
import { confirm } from '../../ui/confirm.js';
import { announce, h, setText } from '../../ui/dom.js';
import { number } from '../../ui/format.js';

const jobs = (n) => `${number(n)} ${n === 1 ? 'job' : 'jobs'}`;
const outputs = (n) => `${number(n)} ${n === 1 ? 'output' : 'outputs'}`;

const isCancellable = (job) => !hasEnded(job) && !job.cancelRequested;
const hasOutput = (job) => Boolean(job.resourceLocation);
const isSuspendable = (job) => job.status === 'NotStarted' && !isSuspended(job);

export class Selection {
  constructor(list) {
    this.list = list;
    this.chosenIds = new Set();
    this.notice = h('div', {});
    this.isSending = false;
    this.all = h('input', { type: 'checkbox', onchange: () => this.chooseAll() });
    this.text = h('span', { class: 'chosen', role: 'status' });
    this.cancelButton = button('', 'danger small', () => this.cancel());
    this.deleteButton = button('', 'danger small', () => this.deleteOutputs());
    this.rerunButton = button('', 'small', () => this.rerun());
    this.suspendButton = button('', 'small', () => this.suspend(true));
    this.resumeButton = button('', 'small', () => this.suspend(false));
    this.buttons = [
      this.rerunButton,
      this.suspendButton,
      this.resumeButton,
      this.cancelButton,
      this.deleteButton,
    ];
    this.buttons.forEach((each) => (each.hidden = true));
    this.matching = button('All that match…', 'small', () =>
      actOnMany({ parameters: this.parameters, signal: this.signal }),
    );
    this.element = h(
      'div',
      { class: 'actions selection', role: 'group', 'aria-label': 'Chosen jobs' },
      h('label', {}, this.all, ' All on this page'),
      this.text,
      this.buttons,
      this.matching,
    );
    list.body.addEventListener(
      'click',
      (event) => event.target.type === 'checkbox' && this.choose(event),
    );
  }

  /** Chooses one row; with the shift key also all rows from the last chosen one to it. */
  choose({ target, shiftKey }) {
    const rows = this.list.orderedRows;
    const current = rows.findIndex((row) => row.checkbox === target);
    const last = shiftKey ? rows.findIndex((row) => row.job.id === this.lastId) : -1;
    const from = last < 0 ? current : Math.min(last, current);
    const to = Math.max(last, current);
    rows.slice(from, to + 1).forEach((row) => this.setChosen(row, target.checked));
    this.lastId = rows[current].job.id;
    this.show();
  }

  chooseAll() {
    this.list.orderedRows.forEach((row) => this.setChosen(row, this.all.checked));
    this.show();
  }

  setChosen(row, chosen) {
    row.checkbox.checked = chosen;
    row.element.classList.toggle('chosen', chosen);
    if (chosen) {
      this.chosenIds.add(row.job.id);
    } else {
      this.chosenIds.delete(row.job.id);
    }
  }

  clear() {
    this.list.orderedRows.forEach((row) => this.setChosen(row, false));
    this.show();
  }

  /** Shows what can be done with the chosen jobs. A job that left the page is chosen no more. */
  show() {
    const ids = this.list.orderedRows.map((row) => row.job.id);
    this.chosenIds = new Set(ids.filter((id) => this.chosenIds.has(id)));
    const chosen = this.chosenJobs();
    const cancellable = chosen.filter(isCancellable).length;
    const withOutput = chosen.filter(hasOutput).length;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = ids.length === 0;
    this.all.checked = ids.length > 0 && chosen.length === ids.length;
    this.all.indeterminate = chosen.length > 0 && !this.all.checked;
    setText(this.text, chosen.length === 0 ? '' : `${number(chosen.length)} chosen`);
    const count = (isOne) => chosen.filter(isOne).length;
    const [again, suspendable, suspended] = [hasEnded, isSuspendable, isSuspended].map(count);
    this.showButton(this.rerunButton, again, `Run ${jobs(again)} again`);
    this.showButton(this.suspendButton, suspendable, `Suspend ${jobs(suspendable)}`);
    this.showButton(this.resumeButton, suspended, `Resume ${jobs(suspended)}`);
    this.matching.hidden = !this.parameters || !isFiltered(this.parameters);
    this.showButton(this.cancelButton, cancellable, `Cancel ${jobs(cancellable)}`);
    this.showButton(this.deleteButton, withOutput, `Delete ${outputs(withOutput)}`);
    // A button that is hidden or disabled loses the focus.
    if (hadFocus && document.activeElement === document.body) {
      this.all.focus({ preventScroll: true });
    }
  }

  showButton(element, count, text) {
    element.hidden = count === 0;
    element.disabled = this.isSending;
    setText(element, text);
  }

  chosenJobs() {
    return this.list.orderedRows.map((row) => row.job).filter((job) => this.chosenIds.has(job.id));
  }

  async rerun() {
    const chosen = this.chosenJobs().filter(hasEnded);
    const text = ['New jobs with the same input; those that have ended stay as they are.'];
    await this.act('rerun', `Run ${jobs(chosen.length)} again`, text, chosen);
  }

  async suspend(isWanted) {
    const chosen = this.chosenJobs().filter(isWanted ? isSuspendable : isSuspended);
    const words = isWanted ? 'Suspend' : 'Resume';
    const text = [isWanted ? 'They wait until they are resumed.' : 'They go on in their turn.'];
    const action = isWanted ? 'suspend' : 'resume';
    await this.act(action, `${words} ${jobs(chosen.length)}`, text, chosen);
  }

  async cancel() {
    const chosen = this.chosenJobs().filter(isCancellable);
    const running = chosen.filter(({ status }) => status === 'Running').length;
    const waiting = chosen.length - running;
    const which = [
      running > 0 && `${number(running)} running`,
      waiting > 0 && `${number(waiting)} waiting`,
    ];
    const others = this.chosenIds.size - chosen.length;
    const stay = others === 1 ? 'stays as it is' : 'stay as they are';
    const begun = chosen.some((job) => job.startedAt || job.attempt > 0);
    const dropped = begun ? 'what they have done so far is dropped.' : 'none has started yet.';
    const text = [
      `${which.filter(Boolean).join(' and ')}: ${dropped}`,
      'There is no way back.',
      others > 0 && `The other ${jobs(others)} of your choice ${stay}.`,
    ];
    await this.act('cancel', `Cancel ${jobs(chosen.length)}`, text, chosen);
  }

  async deleteOutputs() {
    const chosen = this.chosenJobs().filter(hasOutput);
    const others = this.chosenIds.size - chosen.length;
    const have = others === 1 ? 'has' : 'have';
    const text = [
      'Nobody can download them any more. The jobs’ records stay.',
      others > 0 && `The other ${jobs(others)} of your choice ${have} no output.`,
    ];
    await this.act('delete-output', `Delete ${outputs(chosen.length)}`, text, chosen);
  }

  /** Asks, then starts the job that does it to the chosen ones. */
  async act(action, title, sentences, chosen) {
    const text = sentences.filter(Boolean).join(' ');
    const never = new AbortController().signal;
    if (!(await confirm(`${title}?`, text, title, never, 'Keep them'))) {
      return;
    }
    this.isSending = true;
    this.buttons.forEach((each) => (each.disabled = true));
    this.all.focus({ preventScroll: true });
    try {
      const ids = chosen.map(({ id }) => id);
      const job = await startBulk(action, { text: ids }, ids.length);
      addDoing(job.id, title);
      announce(`${title}: accepted`);
      this.notice.replaceChildren();
      this.clear();
    } catch (error) {
      this.notice.replaceChildren(problemNote(error));
    } finally {
      this.isSending = false;
      this.show();
    }
  }
}
