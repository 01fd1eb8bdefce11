/** What needs Node.js: files, read and written as streams. */
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Job } from './job.js';
import { DigestMismatch } from './output.js';
import type { FileSource } from './source.js';

/** A file of this machine, to be sent. It is opened anew for each try, and streamed. */
export function fileSource(path: string, mediaType?: string): FileSource {
  const content = (offset: number): AsyncIterable<Uint8Array> =>
    createReadStream(path, { start: offset });
  return { content, name: basename(path), ...(mediaType === undefined ? {} : { mediaType }) };
}

/**
 * Writes the output to a file, which is there only when it is whole and its digest is right. A download that was cut off,
 * by a crash too, goes on where it was when it is called again: until then the bytes are in a file beside it, named by the
 * output's tag.
 *
 * @throws Problem `output-not-ready`, `no-output`, `job-canceled`, `output-deleted`, `job-expired`, …
 * @throws DigestMismatch when what came is not what the server said
 */
export async function download(job: Job, path: string, signal?: AbortSignal): Promise<void> {
  const output = await job.unopened(signal).head();
  const part = `${path}.${(output.etag ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, 16)}.part`;
  const file = await open(part, 'a+');
  try {
    if ((await stat(part)).size > 0) {
      for await (const piece of createReadStream(part) as AsyncIterable<Uint8Array>) {
        output.skip(piece);
      }
    }
    for await (const piece of output) {
      await file.write(piece);
    }
    await file.sync();
  } catch (failure) {
    if (failure instanceof DigestMismatch) {
      await rm(part);
    }
    throw failure;
  } finally {
    await file.close();
  }
  await rename(part, path);
}
