// The field for the file of an operation that takes one.
import { h } from '../../ui/dom.js';

export class FileField {
  constructor({ takes, fileRequired }) {
    this.takes = takes;
    this.isRequired = fileRequired;
    this.control = h('input', { type: 'file', id: 'file', required: fileRequired });
    this.error = h('span', { class: 'error', id: 'file-error' });
    this.element = h(
      'div',
      { class: 'field' },
      h('label', { for: 'file' }, 'File', fileRequired && h('em', {}, ' required')),
      this.control,
      h('small', {}, `${takes.join(' or ')}, of any size the server allows`),
      this.error,
    );
  }

  /** The chosen file; undefined while none is. */
  get file() {
    return this.control.files[0];
  }

  /** The file for the command; null when the operation can do without. */
  get example() {
    return this.file ?? (this.isRequired ? { name: 'FILE', type: this.takes[0] } : null);
  }

  /** Shows what is wrong, and returns the wrong controls. */
  check() {
    const isMissing = this.isRequired && !this.file;
    this.error.textContent = isMissing ? 'Choose a file' : '';
    return isMissing ? [this.control] : [];
  }
}
