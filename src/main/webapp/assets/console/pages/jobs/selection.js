// Jobs that are chosen in the list, and what can be done with all of them at once.
import { h, setText, confirm } from '../../ui/dom.js';
import { get, send, isGone } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { number } from '../../ui/format.js';
import { Bulk } from './bulk-action.js';

const jobs = (n) => `${number(n)} ${n === 1 ? 'job' : 'jobs'}`;
const outputs = (n) => `${number(n)} ${n === 1 ? 'output' : 'outputs'}`;
const can = {
  cancel: (job) => !hasEnded(job) && !job.cancelRequested,
  remove: (job) => Boolean(job.resourceLocation),
};

export class Selection {
  constructor(list) {
    this.list = list;
    this.chosen = new Set();
    this.bulk = new Bulk();
    this.all = h('input', { type: 'checkbox', onchange: () => this.chooseAll() });
    this.text = h('span', { class: 'chosen', role: 'status' });
    this.cancelling = h('button', {
      type: 'button',
      class: 'danger small',
      hidden: true,
      onclick: () => this.cancel(),
    });
    this.removing = h('button', {
      type: 'button',
      class: 'danger small',
      hidden: true,
      onclick: () => this.remove(),
    });
    this.element = h(
      'div',
      { class: 'actions selection', role: 'group', 'aria-label': 'Chosen jobs' },
      h('label', {}, this.all, ' All on this page'),
      this.text,
      this.cancelling,
      this.removing,
    );
    list.body.addEventListener(
      'click',
      (event) => event.target.type === 'checkbox' && this.choose(event),
    );
  }

  /** One, or with the shift key all from the last one to this. */
  choose({ target, shiftKey }) {
    const rows = this.list.all;
    const here = rows.findIndex((row) => row.box === target);
    const last = shiftKey ? rows.findIndex((row) => row.job.id === this.last) : -1;
    const [from, to] = last < 0 ? [here, here] : [Math.min(last, here), Math.max(last, here)];
    rows.slice(from, to + 1).forEach((row) => this.set(row, target.checked));
    this.last = rows[here].job.id;
    this.show();
  }

  chooseAll() {
    this.list.all.forEach((row) => this.set(row, this.all.checked));
    this.show();
  }

  set(row, wanted) {
    row.box.checked = wanted;
    row.element.classList.toggle('chosen', wanted);
    if (wanted) {
      this.chosen.add(row.job.id);
    } else {
      this.chosen.delete(row.job.id);
    }
  }

  clear() {
    this.list.all.forEach((row) => this.set(row, false));
    this.show();
  }

  /** What left the list is chosen no more. */
  show() {
    const rows = this.list.all;
    this.chosen = new Set(rows.map((row) => row.job.id).filter((id) => this.chosen.has(id)));
    const chosen = this.these();
    const focused = this.element.contains(document.activeElement);
    const [cancel, remove] = [chosen.filter(can.cancel).length, chosen.filter(can.remove).length];
    this.element.hidden = rows.length === 0;
    this.all.checked = rows.length > 0 && chosen.length === rows.length;
    this.all.indeterminate = chosen.length > 0 && !this.all.checked;
    setText(
      this.text,
      chosen.length === 0
        ? ''
        : `${number(chosen.length)} chosen${cancel + remove === 0 ? ': nothing to cancel, and no output to delete' : ''}`,
    );
    this.offer(this.cancelling, cancel, `Cancel ${jobs(cancel)}`);
    this.offer(this.removing, remove, `Delete ${outputs(remove)}`);
    if (focused && document.activeElement === document.body) {
      this.all.focus({ preventScroll: true });
    }
  }

  offer(button, count, text) {
    button.hidden = count === 0;
    button.disabled = this.bulk.isGoing;
    setText(button, text);
  }

  these() {
    return this.list.all.map((row) => row.job).filter((job) => this.chosen.has(job.id));
  }

  async cancel() {
    const chosen = this.these().filter(can.cancel);
    const running = chosen.filter(({ status }) => status === 'Running').length;
    const left = this.chosen.size - chosen.length;
    const which = [
      running > 0 && `${number(running)} running`,
      chosen.length > running && `${number(chosen.length - running)} waiting`,
    ]
      .filter(Boolean)
      .join(' and ');
    const text = [
      `${which}: what they have done so far is dropped. There is no way back.`,
      left > 0 &&
        ` The other ${jobs(left)} of your choice ${left === 1 ? 'stays' : 'stay'} as ${left === 1 ? 'it is' : 'they are'}.`,
    ]
      .filter(Boolean)
      .join('');
    await this.each(
      `Cancel ${jobs(chosen.length)}?`,
      text,
      `Cancel ${jobs(chosen.length)}`,
      chosen,
      cancelOne,
      { going: 'Cancelling', done: 'cancelled', late: 'had ended meanwhile' },
    );
  }

  async remove() {
    const chosen = this.these().filter(can.remove);
    const left = this.chosen.size - chosen.length;
    const text = [
      'Nobody can download them any more. The jobs’ records stay.',
      left > 0 &&
        ` The other ${jobs(left)} of your choice ${left === 1 ? 'has' : 'have'} no output.`,
    ]
      .filter(Boolean)
      .join('');
    await this.each(
      `Delete ${outputs(chosen.length)}?`,
      text,
      `Delete ${outputs(chosen.length)}`,
      chosen,
      removeOne,
      { going: 'Deleting', done: 'deleted', late: 'were gone already' },
    );
  }

  async each(title, text, action, chosen, one, words) {
    if (!(await confirm(title, text, action, new AbortController().signal, 'Keep them'))) {
      return;
    }
    this.cancelling.disabled = true;
    this.removing.disabled = true;
    this.all.focus({ preventScroll: true });
    await this.bulk.run(chosen, one, words);
    this.clear();
  }
}

/** The same request takes the output from a job that has ended: so it is sent only before. */
async function cancelOne({ id }, signal) {
  try {
    if (hasEnded(await get(`job/${id}/status`, { signal }))) {
      return false;
    }
    await send(`job/${id}`, { method: 'DELETE', signal });
    return true;
  } catch (error) {
    return goneOr(error);
  }
}

async function removeOne({ id }, signal) {
  try {
    await send(`job/${id}/output`, { method: 'DELETE', signal });
    return true;
  } catch (error) {
    return goneOr(error);
  }
}

function goneOr(error) {
  if (isGone(error)) {
    return false;
  }
  throw error;
}
