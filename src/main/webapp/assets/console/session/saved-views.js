// Lists of jobs that this browser keeps by a name: their addresses.

const KEY = 'meanwhile.views';
const MAX_VIEWS = 50;

/** The views {name, address}, by name. */
export function savedViews() {
  try {
    const views = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(views) ? views : [];
  } catch {
    return [];
  }
}

/** Saves a view; one of the same name is replaced. Returns whether this browser keeps it. */
export function saveView(name, address) {
  const others = savedViews().filter((view) => view.name !== name);
  const views = [...others, { name, address }].slice(-MAX_VIEWS);
  return store(views.sort((a, b) => a.name.localeCompare(b.name)));
}

export const forgetView = (name) => store(savedViews().filter((view) => view.name !== name));

function store(views) {
  try {
    localStorage.setItem(KEY, JSON.stringify(views));
    return true;
  } catch {
    return false;
  }
}
