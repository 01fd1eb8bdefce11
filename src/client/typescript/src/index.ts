/**
 * A client of Meanwhile, a server for long-running operations over HTTP, and a loop for its workers.
 *
 * {@link Client} has work done, {@link Worker} does it, {@link Webhook} checks callbacks. Needs `fetch`, as browsers and
 * Node.js (18 or later) have it. What needs Node.js (files) is in `meanwhile-client/node`.
 */
export { Client, type ClientOptions, type JobRequest, type SubmitOptions } from './client.js';
export { type Event } from './events.js';
export { Job, type WaitOptions } from './job.js';
export { Failure, Lease, LeaseOver } from './lease.js';
export { DigestMismatch, Output } from './output.js';
export { Problem } from './problem.js';
export { type Retry } from './retry.js';
export { type Content, type FileSource } from './source.js';
export { Status, type StatusDocument } from './status.js';
export { type OutputWriter } from './upload.js';
export { SignatureRefused, Webhook, type WebhookEvent } from './webhook.js';
export { type Handler, Worker, type WorkerOptions } from './worker.js';
