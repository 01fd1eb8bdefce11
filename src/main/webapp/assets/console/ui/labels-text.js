// Labels as people type them in one line: "team:billing, month:2026-11".

export const labelsText = (labels = {}) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}:${value}`)
    .join(', ');

/** Returns the line as an object; null when a pair lacks its key or its value. */
export function toLabels(text) {
  const all = text
    .split(',')
    .map((pair) => pair.trim())
    .filter(Boolean)
    .map((pair) => [
      pair.slice(0, pair.indexOf(':')).trim(),
      pair.slice(pair.indexOf(':') + 1).trim(),
    ]);
  return all.every(([key, value]) => key && value) ? Object.fromEntries(all) : null;
}
