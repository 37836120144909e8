import type { Account } from './accounts.js';
import type { SandboxClock } from './clock.js';
import type { Contact } from './contacts/contact.js';
import { expandCallbackUrl } from './signature.js';

/** What made a status change. Only `api` changes are silent unless the account asks for their callbacks, too. */
export type StatusSource = 'api' | 'card' | 'unsubscribe' | 'confirm';

export interface CallbackRecord {
  at: number;
  clientId: string;
  email: string;
  kind: 'optIn' | 'optOut';
  source: StatusSource;
  url: string;
  /** HTTP status of the answer; `undefined` while under way or when none came. */
  status?: number;
  /** First part of the answer. */
  answer?: string;
  error?: string;
  durationMs?: number;
}

const KEPT = 500;
const KEPT_ANSWER = 2000;

/** Opt-in and opt-out calls to the merchant: a plain GET of an expanded template, no other header, no retry. */
export class Callbacks {
  private readonly records: CallbackRecord[] = [];
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly stopped = new AbortController();

  constructor(private readonly clock: SandboxClock) {}

  /** Newest first. */
  list(limit = 100): CallbackRecord[] {
    return this.records.slice(-limit).reverse();
  }

  clear(): void {
    this.records.length = 0;
  }

  /**
   * Changes the e-mail status of a contact and calls the merchant if that is due.
   * A status that is already so is called back as well when a person clicked, because people click twice.
   */
  setStatus(
    account: Account,
    contact: Contact,
    change: { optedOut: boolean },
    source: StatusSource,
  ): Promise<CallbackRecord> | undefined {
    const changed = contact.optedOut !== change.optedOut;
    contact.optedOut = change.optedOut;
    contact.modifiedOn = this.clock.now();
    const options = account.options.callbackUrls;
    const isDue = source === 'api' ? changed && options?.onApiChange : changed || source !== 'card';
    const kind = change.optedOut ? 'optOut' : 'optIn';
    const template = options?.[kind];
    if (!isDue || !template) return undefined;

    const url = expandCallbackUrl(template, contact.email, {
      secret: options.secret,
      encode: options.encodeEmail,
    });
    const { clientId } = account.options;
    const record: CallbackRecord = {
      at: this.clock.now(),
      clientId,
      email: contact.email,
      kind,
      source,
      url,
    };
    this.records.push(record);
    if (this.records.length > KEPT) this.records.shift();
    return this.track(this.call(record, options.timeoutMs ?? 10_000));
  }

  /** Posts asynchronous problems to the webhook of a v3 key. */
  postProblems(
    webhookUrl: string,
    problems: { reasonCode: number; message: string }[],
  ): Promise<void> {
    const sent = fetch(webhookUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ problems }),
      signal: this.stopped.signal,
    }).then(
      (answer) => answer.body?.cancel(),
      // The real service does not tell its callers either; the merchant's server just missed the report.
      () => undefined,
    );
    return this.track(sent.then(() => undefined));
  }

  /** Resolves when every call under way has ended. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled([...this.underWay]);
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.settled();
  }

  private track<T>(promise: Promise<T>): Promise<T> {
    this.underWay.add(promise);
    void promise.finally(() => this.underWay.delete(promise));
    return promise;
  }

  private async call(record: CallbackRecord, timeoutMs: number): Promise<CallbackRecord> {
    const startedAt = performance.now();
    try {
      const signal = AbortSignal.any([this.stopped.signal, AbortSignal.timeout(timeoutMs)]);
      const answer = await fetch(record.url, { redirect: 'manual', signal });
      record.status = answer.status;
      record.answer = (await answer.text()).slice(0, KEPT_ANSWER);
    } catch (error) {
      record.error = describe(error);
    }
    record.durationMs = Math.round(performance.now() - startedAt);
    return record;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
