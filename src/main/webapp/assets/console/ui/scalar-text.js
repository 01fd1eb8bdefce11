// A member that may be a text, a number, true, false or null, typed in one line: numbers and the
// three words as JSON has them, a text as it is, or in quotes where it would be read as another.
const SCALARS = ['string', 'number', 'integer', 'boolean', 'null'];

/** Whether a schema's type is a choice of scalars with text among them. */
export const isScalarChoice = (type) =>
  Array.isArray(type) && type.includes('string') && type.every((each) => SCALARS.includes(each));

/** More digits than these are not kept by JavaScript's numbers: they are sent as text. */
const EXACT_DIGITS = 15;

/** The value of a typed text. */
export function parseScalar(typed) {
  try {
    const value = JSON.parse(typed);
    if (typeof value === 'number') {
      const digits = typed.replace(/e.*/i, '').replace(/\D/g, '');
      return digits.length <= EXACT_DIGITS ? value : typed.trim();
    }
    return typeof value === 'object' && value !== null ? typed : value;
  } catch {
    return typed;
  }
}

/** How a value is typed. */
export function scalarText(value) {
  return typeof value === 'string' && parseScalar(value) === value && value !== ''
    ? value
    : JSON.stringify(value);
}
