// Elements by function calls: nothing is parsed as HTML, so nothing that a job says can be.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes (on… are listeners, class, dataset) and children. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key === 'value') {
      element.value = value;
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Sets text only where it differs: a screen reader and a selection are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes what an element holds like what is given, and keeps all that is so already: focus, a
 * selection, the place of the pointer. For what has no listeners of its own.
 */
export function become(element, children) {
  children.forEach((wanted, i) => {
    const there = element.childNodes[i];
    if (!there) {
      element.append(wanted);
    } else if (there.nodeName !== wanted.nodeName) {
      there.replaceWith(wanted);
    } else if (wanted.nodeType === Node.TEXT_NODE) {
      if (there.data !== wanted.data) {
        there.data = wanted.data;
      }
    } else {
      becomeOne(there, wanted);
    }
  });
  while (element.childNodes.length > children.length) {
    element.lastChild.remove();
  }
}

function becomeOne(there, wanted) {
  for (const { name } of [...there.attributes]) {
    if (!wanted.hasAttribute(name)) {
      there.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (there.getAttribute(name) !== value) {
      there.setAttribute(name, value);
    }
  }
  become(there, [...wanted.childNodes]);
}

/** Said by screen readers, whatever is in focus. */
export function announce(text) {
  setText(document.getElementById('announcer'), text);
}

/** A button that copies what the function gives. */
export function copyButton(label, text, kind = 'quiet small') {
  const button = h('button', { type: 'button', class: kind }, label);
  button.addEventListener('click', async () => {
    await copy(text());
    button.textContent = 'Copied';
    announce('Copied');
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Without TLS only localhost has a clipboard.
  const area = h('textarea', { readonly: true, class: 'unseen' });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Asks before something is lost; true when it is wanted. The signal takes the question back. */
export function confirm(title, text, action, signal, keep = 'Keep it') {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { 'aria-labelledby': 'confirm-title' },
      h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'confirm-title' }, title),
        h('p', {}, text),
        h(
          'div',
          { class: 'actions end' },
          h('button', { class: 'quiet', value: '' }, keep),
          h('button', { class: 'danger', value: 'yes' }, action),
        ),
      ),
    );
    const takeBack = () => dialog.close('');
    signal.addEventListener('abort', takeBack);
    dialog.addEventListener('close', () => {
      signal.removeEventListener('abort', takeBack);
      dialog.remove();
      resolve(dialog.returnValue === 'yes' && !signal.aborted);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A page in place of what cannot be shown. */
export function state(title, text, ...more) {
  return h('section', { class: 'state' }, h('h1', {}, title), h('p', {}, text), more);
}
