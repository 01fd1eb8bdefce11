// The room ui: elements, words and formats that any page may use.
// Imports no other room: what it shows is passed to it, and it neither asks the server nor knows
// who is signed in.
// This file makes and changes elements by function calls. It never parses HTML, so no text of a job
// can become markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. An attribute named on… is an event listener; true sets an attribute without a
 * value; null, undefined and false leave an attribute or a child out.
 */
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

/** Sets the text only if it differs: a change would disturb a selection and a screen reader. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Changes the children of an element into the wanted ones and keeps every node that is equal: the
 * focus, a selection and the hover stay. Listeners are not compared, so nothing below the element
 * may have any.
 */
export function morph(element, wantedChildren) {
  wantedChildren.forEach((wanted, i) => {
    const current = element.childNodes[i];
    if (!current) {
      element.append(wanted);
    } else if (current.nodeName !== wanted.nodeName) {
      current.replaceWith(wanted);
    } else if (wanted.nodeType === Node.TEXT_NODE) {
      if (current.data !== wanted.data) {
        current.data = wanted.data;
      }
    } else {
      morphElement(current, wanted);
    }
  });
  while (element.childNodes.length > wantedChildren.length) {
    element.lastChild.remove();
  }
}

function morphElement(current, wanted) {
  for (const { name } of [...current.attributes]) {
    if (!wanted.hasAttribute(name)) {
      current.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (current.getAttribute(name) !== value) {
      current.setAttribute(name, value);
    }
  }
  morph(current, [...wanted.childNodes]);
}

/**
 * Replaces the children of an element. The focus goes on with the new element that has the same
 * `data-key`, as far as there is one.
 */
export function redraw(element, children) {
  const key = element.contains(document.activeElement) && document.activeElement.dataset.key;
  element.replaceChildren(...children);
  if (key) {
    element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}

/** Lets screen readers say the text; the focus stays where it is. */
export function announce(text) {
  setText(document.getElementById('announcer'), text);
}
