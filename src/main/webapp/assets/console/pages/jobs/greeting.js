// Shown when there are no jobs at all: what to try first, by a click or from a terminal.
import { send, base } from '../../net/api.js';
import { rememberRequest } from '../../session/sent-requests.js';
import { actions, button, copyButton, linkButton, problemNote } from '../../ui/components.js';
import { h } from '../../ui/dom.js';

const EXAMPLE = {
  operation: 'simulate',
  input: { duration: 'PT20S', steps: 40, outputBytes: 1_000_000 },
};

export function greeting() {
  const failure = h('div');
  const run = button('Run a simulation', 'primary', async () => {
    run.disabled = true;
    try {
      await runExample();
    } catch (error) {
      run.disabled = false;
      failure.replaceChildren(problemNote(error));
    }
  });
  return h(
    'section',
    { class: 'greeting' },
    h('h2', {}, 'Nothing has been asked for yet'),
    h(
      'p',
      { class: 'lead' },
      'Ask for work and get a ',
      h('b', {}, 'job'),
      ' at once; look in now and then; fetch its ',
      h('b', {}, 'output'),
      ' when it is there. No connection stays open meanwhile.',
    ),
    actions(run, linkButton('Choose an operation', '#/start')),
    h('p', { class: 'quiet' }, 'The simulation takes 20 seconds and makes a megabyte.'),
    failure,
    h('h3', {}, 'Or from a terminal'),
    h(
      'ol',
      { class: 'steps' },
      step(
        'Ask for a job: 202, and where it is.',
        `JOB=$(curl -sS -o /dev/null -w '%header{location}' ${base}/job \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(EXAMPLE)}')`,
      ),
      step('Look in: 200 while it runs, then 303 to its output.', 'curl -i "$JOB"'),
      step('Follow it to the output, as often as you like.', 'curl -L "$JOB" -o output.txt'),
      step('Cancel it, or delete its output.', 'curl -X DELETE "$JOB"'),
    ),
  );
}

async function runExample() {
  const response = await send('job', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(EXAMPLE),
  });
  const job = await response.json();
  rememberRequest(job.id, EXAMPLE);
  location.hash = `#/job/${job.id}`;
}

function step(text, command) {
  return h(
    'li',
    {},
    h('p', {}, text),
    h(
      'div',
      { class: 'command' },
      h('pre', { tabindex: 0 }, h('code', {}, command)),
      copyButton('Copy', () => command),
    ),
  );
}
