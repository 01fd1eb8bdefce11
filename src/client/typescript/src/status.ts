import { Problem } from './problem.js';

/** A status document, as the server sends it. */
export interface StatusDocument {
  readonly id: string;
  readonly operation: string;
  readonly status: 'NotStarted' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled';
  readonly version: number;
  readonly progress?: {
    readonly done?: number;
    readonly total?: number;
    readonly unit?: string;
    readonly fraction?: number;
    readonly message?: string;
  };
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly cancelRequested?: boolean;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly estimatedFinishAt?: string;
  readonly expiresAt?: string;
  readonly queuePosition?: number;
  readonly priority?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly output?: { readonly mediaType: string; readonly size: number; readonly sha256: string };
  readonly resourceLocation?: string;
  readonly error?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** What a job says of itself. */
export class Status {
  constructor(
    /** All that the server said. */
    readonly document: StatusDocument,
  ) {}

  get status(): StatusDocument['status'] {
    return this.document.status;
  }

  /** Whether the job has ended, in whatever way. */
  get ended(): boolean {
    return ['Succeeded', 'Failed', 'Canceled'].includes(this.status);
  }

  get succeeded(): boolean {
    return this.status === 'Succeeded';
  }

  /** Why it failed. */
  get error(): Problem | undefined {
    return this.document.error && new Problem(this.document.error);
  }

  /**
   * Returns itself when the job succeeded.
   *
   * @throws Problem the job's error; `job-canceled` when it was cancelled, `not-ended` when it has not ended
   */
  orThrow(): this {
    if (this.succeeded) {
      return this;
    }
    const type = `/problem/${this.ended ? 'job-canceled' : 'not-ended'}`;
    throw (
      this.error ?? new Problem({ type, title: `The job is ${this.status}`, job: this.document })
    );
  }
}
