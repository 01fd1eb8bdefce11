// The page that starts a job: first the choice of an operation, then its form.
import { get, getIfThere, isGone } from '../../net/api.js';
import { sentRequest } from '../../session/sent-requests.js';
import { actions, linkButton, messagePage } from '../../ui/components.js';
import { operationList } from './operation-list.js';
import { StartForm } from './start-form.js';
import { missingSetting, unconfigured } from './unconfigured.js';

export const startPage = {
  path: /^\/start(?:\/(?<name>[^/]+))?$/,
  tab: 'start',
  title: 'Start a job',
  open,
};

async function open(main, { name, parameters }, signal) {
  if (!name) {
    const { items } = await get('operation', { signal });
    main.replaceChildren(operationList(items));
    return;
  }
  const [operation, catalogue] = await Promise.all([
    findOperation(name, signal),
    get('operation', { signal }),
  ]);
  if (!operation) {
    main.replaceChildren(unknownOperation(name));
  } else if (missingSetting(operation)) {
    main.replaceChildren(unconfigured(operation));
  } else {
    const earlier = await earlierRequest(parameters.get('again'), signal);
    main.replaceChildren(new StartForm(operation, catalogue.items, earlier, signal).element);
  }
}

async function findOperation(name, signal) {
  try {
    return await get(`operation/${encodeURIComponent(name)}`, { signal });
  } catch (error) {
    if (isGone(error)) {
      return null;
    }
    throw error;
  }
}

function unknownOperation(name) {
  return messagePage(
    'There is no such operation',
    `This server does not offer ${name}.`,
    actions(linkButton('All operations', '#/start')),
  );
}

/**
 * The request of a job that is to run again, as far as it is known: all of it when this tab sent
 * it, else what the server tells of it to this caller. Null without an id.
 */
async function earlierRequest(id, signal) {
  if (!id) {
    return null;
  }
  const sent = sentRequest(id);
  if (sent) {
    return sent;
  }
  const path = `job/${encodeURIComponent(id)}`;
  const [job, input] = await Promise.all([
    getIfThere(`${path}/status`, { signal }),
    getIfThere(`${path}/input`, { signal }),
  ]);
  return {
    request: { labels: job?.labels, priority: job?.priority, ...(input && { input }) },
    isWithoutInput: input === null,
    hadCallback: Boolean(job?.links.callback),
  };
}
