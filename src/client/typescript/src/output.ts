import { fromBase64 } from './platform.js';
import { Problem } from './problem.js';
import { CutOff, type Failures } from './retry.js';
import { Sha256 } from './sha256.js';
import { streamOf } from './source.js';
import { read, type Transport } from './transport.js';

/** The bytes are not those that the server's `Repr-Digest` or `Content-Length` speaks of. */
export class DigestMismatch extends Error {
  override readonly name = 'DigestMismatch';
}

/**
 * The bytes of an output, to be read once, by `for await` or as a `stream`.
 *
 * After a failure it goes on where it was (`Range` with `If-Range`). At the end it compares length and SHA-256 with what
 * the server said, and throws a {@link DigestMismatch} in place of the end when they differ.
 */
export class Output implements AsyncIterable<Uint8Array> {
  /** Its length in bytes, when the server says it. */
  size: number | undefined;
  mediaType: string | undefined;
  etag: string | undefined;
  private digest: string | undefined;
  private readonly sha256 = new Sha256();
  private readonly failures: Failures;
  private offset = 0;
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  /** @internal */
  constructor(
    private readonly transport: Transport,
    private readonly url: string,
    private readonly signal?: AbortSignal,
  ) {
    this.failures = transport.failures(signal);
  }

  /** @internal Asks for the bytes from the current position on. */
  async open(): Promise<this> {
    const headers: Record<string, string> = { Accept: '*/*' };
    if (this.offset > 0) {
      headers['Range'] = `bytes=${this.offset}-`;
      if (this.etag) {
        headers['If-Range'] = this.etag;
      }
    }
    const answer = await this.transport.send(
      { method: 'GET', url: this.url, headers, signal: this.signal },
      this.failures,
    );
    if (
      this.offset > 0 &&
      !answer.headers.get('Content-Range')?.startsWith(`bytes ${this.offset}-`)
    ) {
      await answer.body?.cancel();
      throw new DigestMismatch(`${this.url} changed while it was read`);
    }
    if (this.offset === 0) {
      this.describe(answer.headers);
    }
    this.reader = answer.body?.getReader();
    return this;
  }

  private describe(headers: Headers): void {
    const length = headers.get('Content-Length');
    this.size = length === null ? undefined : Number(length);
    this.etag = headers.get('ETag') ?? undefined;
    this.mediaType = headers.get('Content-Type') ?? undefined;
    this.digest = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):/.exec(
      headers.get('Repr-Digest') ?? '',
    )?.[1];
  }

  /** @internal Learns all of it but the bytes. */
  async head(): Promise<this> {
    try {
      this.describe(
        (await this.transport.send({ method: 'HEAD', url: this.url, signal: this.signal })).headers,
      );
      return this;
    } catch (failure) {
      if (failure instanceof Problem) {
        return this.open(); // which says why: an answer to HEAD has no body
      }
      throw failure;
    }
  }

  /** @internal Takes bytes of an earlier download for the next ones. */
  skip(known: Uint8Array): void {
    this.sha256.update(known);
    this.offset += known.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    try {
      for (let piece = await this.next(); piece; piece = await this.next()) {
        this.failures.reset();
        this.skip(piece);
        yield piece;
      }
      this.check();
    } finally {
      await this.close();
    }
  }

  /** The next piece; undefined at the end. */
  private async next(): Promise<Uint8Array | undefined> {
    while (this.size === undefined || this.offset < this.size) {
      try {
        if (!this.reader) {
          await this.open();
        }
        const piece = this.reader && (await read(this.reader, this.signal));
        if (piece || this.size === undefined) {
          return piece;
        }
        throw new CutOff(`cut off at ${this.offset} of ${this.size} bytes`);
      } catch (failure) {
        await this.close();
        await this.failures.rest(failure);
      }
    }
    return undefined;
  }

  private check(): void {
    if (this.size !== undefined && this.offset !== this.size) {
      throw new DigestMismatch(`${this.offset} bytes instead of ${this.size}: ${this.url}`);
    }
    if (this.digest && String(this.sha256.digest()) !== String(fromBase64(this.digest))) {
      throw new DigestMismatch(`the SHA-256 is another: ${this.url}`);
    }
  }

  private async close(): Promise<void> {
    const reader = this.reader;
    this.reader = undefined;
    await reader?.cancel().catch(() => undefined);
  }

  /** The bytes as a stream, which fails in place of its end when they are wrong. */
  stream(): ReadableStream<Uint8Array> {
    return streamOf(this[Symbol.asyncIterator]());
  }

  /** All bytes in memory. */
  async blob(): Promise<Blob> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this) {
      pieces.push(piece);
    }
    return new Blob(pieces as BlobPart[], { type: this.mediaType ?? '' });
  }

  /** All bytes as UTF-8 text. */
  async text(): Promise<string> {
    return (await this.blob()).text();
  }
}
