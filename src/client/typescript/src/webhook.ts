import { fromBase64, webCrypto } from './platform.js';
import type { StatusDocument } from './status.js';

/** Not signed by the server with this secret, or minutes too old or too new: answer it with 401 and do nothing. */
export class SignatureRefused extends Error {
  override readonly name = 'SignatureRefused';
}

/** A CloudEvent about the end of a job. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: StatusDocument;
  readonly [attribute: string]: unknown;
}

/** Checks that callbacks are from the server (Standard Webhooks). */
export class Webhook {
  private readonly secrets: readonly string[];

  /**
   * @param secrets the callback's secret, `whsec_…`; several while it is being changed
   * @param toleranceSeconds by how much the time of the signature may differ from that of this machine
   */
  constructor(
    secrets: string | readonly string[],
    private readonly toleranceSeconds = 300,
  ) {
    this.secrets = typeof secrets === 'string' ? [secrets] : secrets;
    if (this.secrets.length === 0) {
      throw new RangeError('no secret');
    }
  }

  /**
   * Returns the event. A callback may come more than once, with the same `webhook-id`.
   *
   * @param headers of the request: `Headers`, or as Node.js has them
   * @param body as it came, byte for byte
   * @throws SignatureRefused when it is not from the server
   */
  async verify(
    headers: Headers | Record<string, string | string[] | undefined>,
    body: string | Uint8Array,
  ): Promise<WebhookEvent> {
    const id = field(headers, 'webhook-id');
    const stamp = field(headers, 'webhook-timestamp');
    const signatures = field(headers, 'webhook-signature').split(' ');
    if (
      !/^\d{1,12}$/.test(stamp) ||
      Math.abs(Date.now() / 1000 - Number(stamp)) > this.toleranceSeconds
    ) {
      throw new SignatureRefused('signed too long ago, or in the future');
    }
    const raw = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const signed = new Uint8Array(
      await new Blob([`${id}.${stamp}.`, raw as Uint8Array<ArrayBuffer>]).arrayBuffer(),
    );
    const { subtle } = await webCrypto();
    let fits = false;
    for (const secret of this.secrets) {
      const key = await subtle.importKey(
        'raw',
        fromBase64(secret.replace(/^whsec_/, '')),
        { name: 'HMAC', hash: 'SHA-256' },
        false,
        ['verify'],
      );
      for (const signature of signatures) {
        const value = bytesOf(signature);
        // verify takes the same time wherever they differ.
        fits = (value !== undefined && (await subtle.verify('HMAC', key, value, signed))) || fits;
      }
    }
    if (!fits) {
      throw new SignatureRefused('signed with another secret');
    }
    return JSON.parse(new TextDecoder().decode(raw)) as WebhookEvent;
  }
}

function field(
  headers: Headers | Record<string, string | string[] | undefined>,
  name: string,
): string {
  const found =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof found !== 'string') {
    throw new SignatureRefused('not signed');
  }
  return found;
}

function bytesOf(signature: string): Uint8Array<ArrayBuffer> | undefined {
  const [version, value] = signature.split(',', 2);
  try {
    return version === 'v1' && value !== undefined ? fromBase64(value) : undefined;
  } catch {
    return undefined;
  }
}
