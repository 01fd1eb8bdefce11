import { Job } from './job.js';
import { uuid } from './platform.js';
import { type Retry, USUAL } from './retry.js';
import { ANY_TYPE, bodyOf, type FileSource, formDisposition } from './source.js';
import { type Request, Transport } from './transport.js';

/** The settings of a client. */
export interface ClientOptions {
  /** A bearer token, or a function that returns one for each request. It goes to the server only. */
  readonly token?: string | (() => string | Promise<string>);
  /** When requests are sent again; what is left out is as usual. */
  readonly retry?: Partial<Retry>;
}

/** A job's request, as the contract has it. Times are RFC 3339, durations ISO 8601. */
export interface JobRequest {
  readonly operation: string;
  readonly input?: unknown;
  readonly labels?: Readonly<Record<string, string>>;
  readonly priority?: number;
  readonly startAt?: string;
  readonly timeout?: string;
  readonly deadline?: string;
  readonly retain?: string;
  readonly callback?: {
    readonly url: string;
    readonly secret?: string;
    readonly secrets?: readonly string[];
  };
  readonly after?: readonly {
    readonly job: string;
    readonly on?: 'succeeded' | 'failed' | 'ended';
  }[];
  readonly reuse?: string;
}

/** How a job is created. */
export interface SubmitOptions {
  /** For operations that take a file; it is streamed. */
  readonly file?: FileSource;
  /** An own `Idempotency-Key`, for a creation that another process may repeat. */
  readonly key?: string;
  /** An own UUID: the job is created by PUT, and whoever knows the id can repeat that or ask for the job. */
  readonly id?: string;
  /** Creates it by PUT with a UUID that this client makes. */
  readonly put?: boolean;
  readonly signal?: AbortSignal;
}

/** A client of one server. */
export class Client {
  /** @internal */
  readonly transport: Transport;

  /** @param base the server's address, with the path prefix of a proxy if there is one */
  constructor(base: string | URL, options: ClientOptions = {}) {
    const { token } = options;
    const address = new URL(base);
    address.pathname = address.pathname.replace(/\/?$/, '/');
    this.transport = new Transport(
      address,
      { ...USUAL, ...options.retry },
      typeof token === 'string' ? () => token : token,
    );
  }

  /** The job with this URI or id, which another process may have created. Nothing is sent. */
  job(uri: string): Job {
    return new Job(this.transport, uri.includes('://') ? uri : this.transport.url(`job/${uri}`));
  }

  /**
   * Creates a job: exactly one, although the answer may be lost and the request be sent again. By default that is by an
   * `Idempotency-Key` that this client makes.
   *
   * @throws Problem when the server refuses it
   */
  async submit(request: JobRequest, options: SubmitOptions = {}): Promise<Job> {
    const id = options.id ?? (options.put ? await uuid() : undefined);
    const url = this.transport.url(id === undefined ? 'job' : `job/${id}`);
    const key = id === undefined ? { 'Idempotency-Key': options.key ?? (await uuid()) } : undefined;
    const { headers, body } = options.file
      ? form(request, options.file, await uuid())
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) };
    const method = id === undefined ? 'POST' : 'PUT';
    const answer = await this.transport.send({
      method,
      url,
      headers: { ...headers, ...key },
      body,
      signal: options.signal,
    });
    await answer.body?.cancel();
    const location = answer.headers.get('Location');
    return new Job(
      this.transport,
      id === undefined && location ? new URL(location, url).href : url,
    );
  }
}

function form(
  request: JobRequest,
  file: FileSource,
  boundary: string,
): { headers: Record<string, string>; body: NonNullable<Request['body']> } {
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="job"\r\nContent-Type: application/json\r\n\r\n` +
    `${JSON.stringify(request)}\r\n--${boundary}\r\nContent-Disposition: ${formDisposition(file.name ?? 'file')}\r\n` +
    `Content-Type: ${file.mediaType ?? ANY_TYPE}\r\n\r\n`;
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: () => bodyOf(file.content, 0, head, `\r\n--${boundary}--\r\n`),
  };
}
