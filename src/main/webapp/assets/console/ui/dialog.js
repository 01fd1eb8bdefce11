// A dialog with fields of its own.
import { button } from './components.js';
import { h } from './dom.js';

let count = 0;

/**
 * Shows a dialog until it is answered; the signal closes it. `content` are elements, `submit` the
 * button that answers, `send` what it does: it is called with the form's data, and the dialog stays
 * open when it throws. `failed` shows the error, as an element. Resolves to what `send` returned, or
 * null when the dialog was closed without it.
 */
export function openDialog({ title, content, submit, send, failed, signal, wide }) {
  return new Promise((resolve) => {
    const id = `dialog-${++count}`;
    const notice = h('div');
    let result = null;
    const form = h(
      'form',
      { method: 'dialog', novalidate: true },
      h('h2', { id }, title),
      content,
      notice,
      h(
        'div',
        { class: 'actions end' },
        button('Close', 'quiet', () => dialog.close()),
        submit,
      ),
    );
    const dialog = h('dialog', { 'aria-labelledby': id, class: wide ? 'wide' : '' }, form);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      submit.disabled = true;
      notice.replaceChildren();
      try {
        result = await send(new FormData(form));
        dialog.close();
      } catch (error) {
        notice.replaceChildren(failed(error));
        submit.disabled = false;
      }
    });
    const close = () => dialog.close();
    signal?.addEventListener('abort', close);
    dialog.addEventListener('close', () => {
      signal?.removeEventListener('abort', close);
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A labelled control of a form. */
export function labelled(text, control, help) {
  return h('label', { class: 'field' }, h('span', {}, text), control, help && h('small', {}, help));
}
