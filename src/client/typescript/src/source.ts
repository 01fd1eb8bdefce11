import { base64 } from './platform.js';
import { Sha256 } from './sha256.js';

/** Bytes to send: a `Blob` (so a `File`), bytes, a text, or a function that opens them anew, from an offset on. */
export type Content =
  Blob | Uint8Array<ArrayBuffer> | string | ((offset: number) => AsyncIterable<Uint8Array>);

/** A file to send. Blobs and functions are streamed. */
export interface FileSource {
  readonly content: Content;
  /** What the server calls it. */
  readonly name?: string;
  readonly mediaType?: string;
}

export const ANY_TYPE = 'application/octet-stream';

/** A body of `fetch`; a stream needs `duplex`, and in browsers HTTP/2. */
export type Body = Blob | ReadableStream<Uint8Array>;

/** The content from an offset on, between a beginning and an end. */
export function bodyOf(content: Content, offset = 0, head = '', tail = ''): Body {
  if (typeof content !== 'function') {
    return new Blob([head, new Blob([content]).slice(offset), tail]);
  }
  const encoder = new TextEncoder();
  return streamOf(
    (async function* () {
      yield encoder.encode(head);
      yield* content(offset);
      yield encoder.encode(tail);
    })(),
  );
}

export function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) {
        controller.close();
      } else if (value.length > 0) {
        controller.enqueue(value);
      } else {
        await this.pull!(controller);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

/** Reads it once, for `Repr-Digest` (RFC 9530). */
export async function reprDigest(content: Content): Promise<string> {
  const sha256 = new Sha256();
  for await (const piece of piecesOf(content)) {
    sha256.update(piece);
  }
  return `sha-256=:${base64(sha256.digest())}:`;
}

async function* piecesOf(content: Content): AsyncIterable<Uint8Array> {
  if (typeof content === 'function') {
    yield* content(0);
    return;
  }
  const reader = new Blob([content]).stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    yield next.value;
  }
}

/** Of a part of a form (RFC 7578): the name as it is, but it cannot break out of its quotes. */
export function formDisposition(name: string): string {
  const quoted = name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  return `form-data; name="file"; filename="${quoted}"`;
}

/** Of an output (RFC 6266): a field has only ASCII, so the name is encoded as RFC 8187 says. */
export function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase(),
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
