// What an empty server says to who comes first.
import { h, copyButton } from '../../ui/dom.js';
import { send, base } from '../../net/api.js';
import { remember } from '../../session/sent-requests.js';
import { problem } from '../../ui/components.js';

const TRY = {
  operation: 'simulate',
  input: { duration: 'PT20S', steps: 40, outputBytes: 1_000_000 },
};

export function greeting() {
  const failed = h('div');
  const begin = h(
    'button',
    {
      type: 'button',
      class: 'primary',
      onclick: async () => {
        begin.disabled = true;
        try {
          const job = await (
            await send('job', {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify(TRY),
            })
          ).json();
          remember(job.id, TRY);
          location.hash = `#/job/${job.id}`;
        } catch (error) {
          begin.disabled = false;
          failed.replaceChildren(problem(error));
        }
      },
    },
    'Run a simulation',
  );
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
    h(
      'div',
      { class: 'actions' },
      begin,
      h('a', { class: 'button', href: '#/start' }, 'Choose an operation'),
    ),
    h('p', { class: 'quiet' }, 'The simulation takes 20 seconds and makes a megabyte.'),
    failed,
    h('h3', {}, 'Or from a terminal'),
    h(
      'ol',
      { class: 'steps' },
      step(
        'Ask for a job: 202, and where it is.',
        `JOB=$(curl -sS -o /dev/null -w '%header{location}' ${base}/job \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(TRY)}')`,
      ),
      step('Look in: 200 while it runs, then 303 to its output.', 'curl -i "$JOB"'),
      step('Follow it to the output, as often as you like.', 'curl -L "$JOB" -o output.txt'),
      step('Cancel it, or delete its output.', 'curl -X DELETE "$JOB"'),
    ),
  );
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
