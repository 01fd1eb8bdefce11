import { CutOff } from './retry.js';
import { Status, type StatusDocument } from './status.js';
import { read, type Transport } from './transport.js';

/** An event of a job: a status document, or a line of its log. */
export type Event =
  | { readonly kind: 'status'; readonly id: string; readonly data: StatusDocument }
  | {
      readonly kind: 'log';
      readonly id: string;
      readonly data: {
        readonly seq: number;
        readonly at: string;
        readonly attempt: number;
        readonly level: string;
        readonly text: string;
      };
    };

/** Yields events until the one of the job's end, and goes on behind the last one after a failure. */
export async function* follow(
  transport: Transport,
  url: string,
  lastId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, void> {
  const failures = transport.failures(signal);
  for (;;) {
    const headers: Record<string, string> = {
      Accept: 'text/event-stream',
      ...(lastId ? { 'Last-Event-ID': lastId } : {}),
    };
    try {
      const answer = await transport.send({ method: 'GET', url, headers, signal }, failures);
      if (answer.status === 204 || !answer.body) {
        return;
      }
      for await (const event of parse(answer.body, signal)) {
        failures.reset();
        lastId = event.id;
        yield event;
        if (event.kind === 'status' && new Status(event.data).ended) {
          return;
        }
      }
      throw new CutOff('the stream ended before the job');
    } catch (failure) {
      await failures.rest(failure);
    }
  }
}

/** Reads the events of one stream; one that is cut off in its middle is dropped. */
async function* parse(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  try {
    for (let piece = await read(reader, signal); piece; piece = await read(reader, signal)) {
      const frames = (text + decoder.decode(piece, { stream: true })).split('\n\n');
      text = frames.pop()!;
      for (const frame of frames) {
        const fields = new Map(
          frame.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]),
        );
        id = fields.get('id') ?? id;
        const data = fields.get('data');
        if (data !== undefined) {
          yield { kind: fields.get('event') ?? 'message', id, data: JSON.parse(data) } as Event;
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
