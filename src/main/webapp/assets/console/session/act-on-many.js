// The dialog that acts on all jobs of a filter: it tells how many match before anything is done.
import { countMatches, startBulk } from '../net/bulk.js';
import { bulkFilter } from '../net/job-filter.js';
import { RANGES } from '../net/time-range.js';
import { facts, problemNote } from '../ui/components.js';
import { openDialog } from '../ui/dialog.js';
import { announce, h, setText } from '../ui/dom.js';
import { filterWords } from '../ui/filter-words.js';
import { number } from '../ui/format.js';
import { addDoing } from './doings.js';

const jobs = (n) => `${number(n)} ${n === 1 ? 'job' : 'jobs'}`;

const UNFINISHED = ['NotStarted', 'Running'];

/** `statuses`: what an action means when the filter does not say a status. */
const ACTIONS = {
  rerun: {
    name: 'Run again',
    words: (n) => `Run ${jobs(n)} again`,
    statuses: ['Failed'],
    help: 'New jobs with the same input; the old ones stay as they are.',
  },
  suspend: {
    name: 'Suspend',
    words: (n) => `Suspend ${jobs(n)}`,
    statuses: UNFINISHED,
    help: 'They wait until they are resumed.',
  },
  resume: {
    name: 'Resume',
    words: (n) => `Resume ${jobs(n)}`,
    statuses: ['NotStarted'],
    help: 'Those that are suspended go on.',
  },
  cancel: {
    name: 'Cancel',
    words: (n) => `Cancel ${jobs(n)}`,
    statuses: UNFINISHED,
    help: 'What they have done so far is dropped. There is no way back.',
    isDanger: true,
  },
  'delete-output': {
    name: 'Delete outputs',
    words: (n) => `Delete the output of ${jobs(n)}`,
    statuses: ['Succeeded'],
    help: 'Nobody can download them any more. The records stay.',
    isDanger: true,
  },
};

/**
 * Opens the dialog for the jobs of a list's address. `action` is chosen already when it is given;
 * `expected` is how many jobs the page told of. Resolves to the job that does it, or to null.
 */
export function actOnMany({ parameters, action, expected, signal }) {
  const state = { action: action ?? 'rerun', count: null };
  const count = h('p', { class: 'matches', role: 'status' });
  const help = h('p', { class: 'quiet' });
  const words = h('div', {});
  const submit = h('button', { class: 'primary' }, '…');
  const filter = () => {
    const found = bulkFilter(parameters, state.now);
    return { status: ACTIONS[state.action].statuses, ...found };
  };
  let asked = 0;

  async function preview() {
    const turn = ++asked;
    const { name, help: text, isDanger } = ACTIONS[state.action];
    state.count = null;
    // The same instant in the preview and in the request.
    state.now = new Date();
    submit.disabled = true;
    submit.className = isDanger ? 'danger' : 'primary';
    setText(submit, name);
    setText(help, text);
    setText(count, 'Counting…');
    words.replaceChildren(facts(filterFacts(filter())));
    try {
      const matches = await countMatches(state.action, filter());
      if (turn === asked) {
        show(matches);
      }
    } catch (error) {
      if (turn === asked) {
        count.replaceChildren(problemNote(error));
      }
    }
  }

  function show(matches) {
    state.count = matches;
    const differs = expected !== undefined && expected !== matches;
    setText(
      count,
      `${jobs(matches)} ${matches === 1 ? 'matches' : 'match'}${differs ? `; the page told of ${number(expected)}` : ''}.`,
    );
    setText(submit, ACTIONS[state.action].words(matches));
    submit.disabled = matches === 0;
    if (!action && document.activeElement?.name === 'action') {
      return;
    }
    submit.focus();
  }

  const choice = action
    ? null
    : h(
        'fieldset',
        { class: 'choices' },
        h('legend', {}, 'What shall be done'),
        Object.entries(ACTIONS).map(([value, { name }]) =>
          h(
            'label',
            {},
            h('input', {
              type: 'radio',
              name: 'action',
              value,
              checked: value === state.action,
              onchange: () => {
                state.action = value;
                preview();
              },
            }),
            ` ${name}`,
          ),
        ),
      );
  const dialog = openDialog({
    title: action ? `${ACTIONS[action].name}: all that match` : 'All jobs that match',
    content: [choice, words, help, count],
    submit,
    failed: problemNote,
    signal,
    send: async () => {
      const title = ACTIONS[state.action].words(state.count);
      const job = await startBulk(state.action, filter(), state.count);
      addDoing(job.id, title);
      announce(`${title}: accepted`);
      return job;
    },
  });
  preview();
  return dialog;
}

const filterFacts = (filter) =>
  Object.entries(filter).flatMap(([member, value]) =>
    (member === 'label' ? value : [value]).map((each) => {
      const { name, value: text } = filterWords(member, each, RANGES);
      return [name, text];
    }),
  );
