import type { LeaseLine } from './lease-line.js';
import { Problem } from './problem.js';
import { CutOff, type Failures } from './retry.js';
import { ANY_TYPE, attachment, type Body, bodyOf, type FileSource, reprDigest } from './source.js';
import type { Request, Transport } from './transport.js';

/** A writer sends what it has when it is so much. */
const PIECE_BYTES = 1024 * 1024;

/** Sends the output of one lease, and goes on after the network broke off. */
export class Upload {
  private readonly url: string;

  constructor(
    private readonly transport: Transport,
    private readonly line: LeaseLine,
  ) {
    this.url = line.below('output');
  }

  /** Puts the whole output. After a failure the rest is appended to what the server has of it. */
  async send(source: FileSource): Promise<void> {
    const digest = await reprDigest(source.content);
    const failures = this.transport.failures(this.line.signal);
    for (let offset = 0; ;) {
      this.line.check();
      try {
        if (offset === 0) {
          await this.put(source, digest);
        } else {
          // With no bytes left, too: it says that the output is whole.
          await this.append(offset, () => bodyOf(source.content, offset), digest);
        }
        return;
      } catch (failure) {
        offset = await this.offsetAfter(failure, failures);
      }
    }
  }

  private async put(source: FileSource, digest: string): Promise<void> {
    const headers = { ...describe(source.mediaType, source.name), 'Repr-Digest': digest };
    await this.done({ method: 'PUT', url: this.url, headers, body: () => bodyOf(source.content) });
  }

  /** Puts an output of no bytes, to be appended to. */
  async start(mediaType: string | undefined, name: string | undefined): Promise<void> {
    const request = {
      method: 'PUT',
      url: this.url,
      headers: describe(mediaType, name),
      body: '',
      signal: this.line.signal,
    };
    await (await this.transport.send(request)).body?.cancel();
  }

  /**
   * Sends bytes that begin at an offset of the output.
   *
   * @param digest of the whole output, when these bytes are its last
   */
  async append(offset: number, body: () => Body, digest?: string): Promise<void> {
    const headers = {
      'Content-Type': 'application/partial-upload',
      'Upload-Offset': String(offset),
      ...(digest === undefined ? {} : { 'Repr-Digest': digest }),
    };
    await this.done({ method: 'PATCH', url: this.url, headers, body });
  }

  private async done(request: Request): Promise<void> {
    const answer = await this.transport.once({ ...request, signal: this.line.signal });
    await answer.body?.cancel();
  }

  /** How many bytes the server has after a failure; throws what is final. */
  async offsetAfter(failure: unknown, failures: Failures): Promise<number> {
    const misunderstood = failure instanceof Problem && failure.kind === 'wrong-offset';
    await failures.rest(misunderstood ? new CutOff(failure.message) : failure);
    return this.offset();
  }

  /** How many bytes the server has; 0 when there is no output yet. */
  private async offset(): Promise<number> {
    const request = { method: 'HEAD', url: this.url, accept: [404], signal: this.line.signal };
    return Number((await this.transport.send(request)).headers.get('Upload-Offset') ?? 0);
  }
}

function describe(mediaType = ANY_TYPE, name?: string): Record<string, string> {
  return {
    'Content-Type': mediaType,
    ...(name === undefined ? {} : { 'Content-Disposition': attachment(name) }),
  };
}

/** Appends to a lease's output. What was written is sent by the megabyte, and by `flush`. */
export class OutputWriter {
  private pieces: Uint8Array[] = [];
  private waiting = 0;
  private sent = 0;

  private constructor(
    private readonly transport: Transport,
    private readonly line: LeaseLine,
    private readonly upload: Upload,
  ) {}

  /** @internal */
  static async open(
    transport: Transport,
    line: LeaseLine,
    options: { mediaType?: string; name?: string },
  ): Promise<OutputWriter> {
    const upload = new Upload(transport, line);
    await upload.start(options.mediaType, options.name);
    return new OutputWriter(transport, line, upload);
  }

  /** Takes bytes, or a text in UTF-8. Await it: so a slow network slows the handler down. */
  async write(data: Uint8Array | string): Promise<void> {
    this.line.check();
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    this.pieces.push(bytes);
    this.waiting += bytes.length;
    if (this.waiting >= PIECE_BYTES) {
      await this.flush();
    }
  }

  /** Fulfilled when the server has what was written. */
  async flush(): Promise<void> {
    const piece = new Blob(this.pieces as BlobPart[]);
    const begin = this.sent;
    const failures = this.transport.failures(this.line.signal);
    while (this.sent < begin + piece.size) {
      this.line.check();
      try {
        const rest = piece.slice(this.sent - begin);
        await this.upload.append(this.sent, () => rest);
        this.sent += rest.size;
      } catch (failure) {
        this.sent = await this.upload.offsetAfter(failure, failures);
      }
    }
    this.pieces = [];
    this.waiting = 0;
  }

  /** Sends what is left. */
  close(): Promise<void> {
    return this.flush();
  }
}
