import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { MAX_INBOUND_BYTES, MAX_INBOUND_EVENTS, signInbound } from '@storewire/core';

export interface SendOptions {
  /** The `inboundUrl` of a store. */
  readonly url: string;
  /** A path, or `-` for the input. */
  readonly file: string;
}

export interface SendResult {
  readonly lines: readonly string[];
  /** False when an event was refused. */
  readonly isWhole: boolean;
}

/** Why nothing more was sent, for the terminal. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';
}

interface Answer {
  readonly accepted?: number;
  readonly duplicates?: number;
  readonly rejected?: readonly { index: number; field: string; message: string }[];
  readonly detail?: string;
}

/** Waits before a delivery is repeated, which is harmless: events are known by their ids. */
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const TIMEOUT_MS = 30_000;

/**
 * Sends events to the inbound door of a store, up to 100 in a delivery, signed now.
 *
 * @param env holds the secret as `STOREWIRE_INBOUND_SECRET`.
 * @throws SendFailed when the file cannot be read, or a delivery was refused or did not get through.
 */
export async function sendFile(
  { url, file }: SendOptions,
  env: NodeJS.ProcessEnv,
  retryMs: readonly number[] = RETRY_MS,
): Promise<SendResult> {
  const secret = env.STOREWIRE_INBOUND_SECRET;
  if (!secret) throw new SendFailed('Set STOREWIRE_INBOUND_SECRET to an inbound secret.');
  if (!URL.canParse(url)) throw new SendFailed('--url must be the inboundUrl of the store.');
  const events = eventsIn(await read(file), file);
  const sum = { accepted: 0, duplicates: 0 };
  const refused: string[] = [];
  let first = 0;
  for (const delivery of deliveriesOf(events)) {
    const answer = await post(url, secret, delivery, retryMs);
    sum.accepted += answer.accepted ?? 0;
    sum.duplicates += answer.duplicates ?? 0;
    for (const { index, field, message } of answer.rejected ?? []) {
      refused.push(`Event ${first + index + 1}: ${field || 'the event'} ${message}`);
    }
    first += delivery.length;
  }
  const line = `${events.length} sent: ${sum.accepted} accepted, ${sum.duplicates} known before, ${refused.length} refused.`;
  return { lines: [...refused, line], isWhole: refused.length === 0 };
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch {
    throw new SendFailed(`${file} cannot be read.`);
  }
}

function eventsIn(content: string, file: string): unknown[] {
  const whole = parsed(content);
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const given = whole === undefined ? lines.map(parsed) : (listed(whole) ?? [whole]);
  if (given.length > 0 && !given.includes(undefined)) return given;
  throw new SendFailed(`${file} is neither JSON nor one JSON event per line.`);
}

function listed(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const events = (value as { events?: unknown } | null)?.events;
  return Array.isArray(events) ? events : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** As many events as one delivery takes; one that is too large by itself goes alone, and the hub says so. */
function* deliveriesOf(events: readonly unknown[]): Generator<unknown[]> {
  let delivery: unknown[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event)) + 1;
    const isFull = delivery.length === MAX_INBOUND_EVENTS || bytes + size > MAX_INBOUND_BYTES - 100;
    if (isFull && delivery.length > 0) {
      yield delivery;
      [delivery, bytes] = [[], 0];
    }
    delivery.push(event);
    bytes += size;
  }
  if (delivery.length > 0) yield delivery;
}

async function post(
  url: string,
  secret: string,
  events: readonly unknown[],
  retryMs: readonly number[],
): Promise<Answer> {
  const body = JSON.stringify({ events });
  for (const delay of [...retryMs, undefined]) {
    const answered = await attempt(url, secret, body);
    if (typeof answered === 'object') return answered;
    if (delay === undefined) throw new SendFailed(`${answered} Send the file again later.`);
    await wait(delay);
  }
  throw new SendFailed('No attempt was made.');
}

/** @returns the answer, or why it is worth another attempt. */
async function attempt(url: string, secret: string, body: string): Promise<Answer | string> {
  const timestamp = Math.floor(Date.now() / 1000);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-hub-timestamp': String(timestamp),
        'x-hub-signature': signInbound(secret, timestamp, body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return 'The hub cannot be reached.';
  }
  const answer = (parsed(await response.text()) ?? {}) as Answer;
  if (response.status === 202 || (response.status === 422 && answer.rejected)) return answer;
  const { status } = response;
  const said = `The hub answered ${status}${answer.detail ? `: ${answer.detail}` : '.'}`;
  if (status === 429 || status >= 500) return said;
  throw new SendFailed(said);
}
