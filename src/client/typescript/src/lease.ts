import { LeaseLine } from './lease-line.js';
import { Output } from './output.js';
import { fromBase64 } from './platform.js';
import { Problem } from './problem.js';
import type { FileSource } from './source.js';
import type { Transport } from './transport.js';
import { OutputWriter, Upload } from './upload.js';

export { LeaseOver } from './lease-line.js';

/** Thrown by a handler to let the attempt fail in the operation's own words. */
export class Failure extends Error {
  override readonly name = 'Failure';

  /**
   * @param code the operation's own word, for programs: lower-case letters, digits and single hyphens
   * @param message for people
   * @param retry whether another attempt may succeed
   */
  constructor(
    readonly code: string,
    message: string,
    readonly retry = false,
  ) {
    super(message);
    if (!/^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(code)) {
      throw new RangeError(`no code: ${code}`);
    }
  }
}

/**
 * A job that is leased to this worker. It is renewed in the background until its handler has ended: a handler that computes
 * for seconds without an `await` cannot be renewed.
 *
 * Methods throw {@link LeaseOver} when the handler shall stop.
 */
export class Lease {
  /** The job's id or URI, as the server says it. */
  readonly job: string;
  readonly operation: string;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  readonly input: unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly caller: string | undefined;
  /** What an earlier attempt has saved. */
  readonly checkpoint: Uint8Array | undefined;
  /** W3C Trace Context of the request that created the job. */
  readonly traceparent: string | undefined;
  /** @internal */
  readonly line: LeaseLine;
  private readonly fileUri: string | undefined;

  /** @internal */
  constructor(
    private readonly transport: Transport,
    document: Record<string, unknown>,
  ) {
    this.line = new LeaseLine(transport, String(document['uri']));
    this.job = String(document['job']);
    this.operation = String(document['operation']);
    this.attempt = Number(document['attempt'] ?? 1);
    this.input = document['input'] ?? {};
    this.labels = (document['labels'] ?? {}) as Record<string, string>;
    this.caller = document['caller'] as string | undefined;
    this.traceparent = document['traceparent'] as string | undefined;
    this.checkpoint =
      typeof document['checkpoint'] === 'string' ? fromBase64(document['checkpoint']) : undefined;
    this.fileUri = document['file'] as string | undefined;
  }

  /** Aborted when the handler shall stop: the lease is lost, the job is cancelled, or the worker stops. */
  get signal(): AbortSignal {
    return this.line.signal;
  }

  /** Does nothing but throw {@link LeaseOver} when the handler shall stop. Costs nothing: call it often. */
  check(): void {
    this.line.check();
  }

  /** Tells how far it is. Only the latest is sent, once a second at most: call it as often as you like. */
  progress(done: number, total?: number, unit?: string, message?: string): void {
    const progress = {
      done,
      ...(total === undefined ? {} : { total }),
      ...(unit === undefined ? {} : { unit }),
    };
    this.line.news({ progress, ...(message === undefined ? {} : { message }) });
  }

  /** Adds a line to the job's log. Lines are sent together, within about a second. */
  log(text: string): void {
    this.line.log(text);
  }

  /** Stores what a later attempt needs to go on from here. Fulfilled when the server has it. */
  save(checkpoint: Uint8Array): Promise<void> {
    return this.line.save(checkpoint);
  }

  /** Opens the job's file: bytes that resume after failures, and whose length and digest are checked. */
  file(): Promise<Output> {
    this.check();
    if (this.fileUri === undefined) {
      throw new RangeError('the job has no file');
    }
    return new Output(this.transport, this.fileUri, this.signal).open();
  }

  /**
   * Uploads the whole output, streamed, with its digest; goes on after failures. A second one replaces the first. The
   * source is read once before it is sent, for the digest.
   */
  async output(source: FileSource): Promise<void> {
    await this.refusing(() => new Upload(this.transport, this.line).send(source));
  }

  /** Opens a writer that appends to the output, a piece at a time. Close it before the handler ends. */
  async writer(options: { mediaType?: string; name?: string } = {}): Promise<OutputWriter> {
    return this.refusing(() => OutputWriter.open(this.transport, this.line, options));
  }

  private async refusing<T>(body: () => Promise<T>): Promise<T> {
    this.check();
    try {
      return await body();
    } catch (failure) {
      this.check();
      throw failure instanceof Problem ? await this.line.refused(failure) : failure;
    }
  }
}
