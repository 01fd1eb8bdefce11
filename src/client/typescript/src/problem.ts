/** An answer that is an error (RFC 9457), or the error that a job ended with. */
export class Problem extends Error {
  /** All that the server said, such as `errors` of an invalid request. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Milliseconds after which the server asks to come back. */
  readonly retryAfter: number | undefined;

  constructor(members: Record<string, unknown>, retryAfter?: number) {
    super([members['title'], members['detail'] ?? members['message']].filter(Boolean).join(': '));
    this.name = 'Problem';
    this.members = members;
    this.retryAfter = retryAfter;
  }

  /** The problem's URI; `about:blank` when the answer had none. */
  get type(): string {
    return String(this.members['type'] ?? 'about:blank');
  }

  /** The last part of the type, such as `queue-full`. */
  get kind(): string {
    return this.type.slice(this.type.lastIndexOf('/') + 1);
  }

  /** The status of the answer; 0 when there is none. */
  get status(): number {
    return typeof this.members['status'] === 'number' ? this.members['status'] : 0;
  }

  /** What happened, for people. */
  get detail(): string | undefined {
    return this.members['detail'] as string | undefined;
  }

  /** Of a job's error: the operation's own word for it. */
  get code(): string | undefined {
    return this.members['code'] as string | undefined;
  }

  /** @internal */
  get asksToComeBack(): boolean {
    return [408, 425, 429, 502, 503, 504].includes(this.status);
  }

  /** @internal */
  get saysThatTheLeaseIsOver(): boolean {
    return this.kind === 'lease-lost' || this.kind === 'unknown-lease';
  }
}

/** Reads an answer that is an error; one of a proxy, which is no problem document, too. */
export function problemOf(
  status: number,
  contentType: string,
  body: string,
  retryAfter?: number,
): Problem {
  const members: Record<string, unknown> = {
    title: `HTTP status ${status}`,
    ...(contentType.includes('json') ? object(body) : {}),
  };
  if (typeof members['status'] !== 'number') {
    members['status'] = status;
  }
  return new Problem(members, retryAfter);
}

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
