// The operations of this server, read once for the caller who is signed in.
import { events, getIfThere } from '../net/api.js';

let operations = null;

events.addEventListener('token', () => (operations = null));
events.addEventListener('operations', () => (operations = null));

/** The catalogue's items; [] when it cannot be read, and then the next call tries again. */
export async function catalogue() {
  operations ??= getIfThere('operation').then((found) => found?.items ?? []);
  try {
    return await operations;
  } catch {
    operations = null;
    return [];
  }
}

/** The operation as the catalogue has it, or undefined. */
export const operationNamed = async (name) =>
  (await catalogue()).find((operation) => operation.name === name);
