import { type Subscriber, signBridgeRequest } from '../bridge/bridge-client.js';
import { equalInConstantTime } from '../signature.js';

interface Listed {
  state: Exclude<Subscriber['state'], 'unknown'>;
  at: string | null;
}

/** A request as it came, header names in lower case. */
export interface BridgeCall {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const TOLERANCE_SECONDS = 300;

/**
 * The route of our module in a fake shop: signatures, nonces that are taken once, and a list of subscribers by address.
 * @see docs/bridges.md#the-route
 */
export class FakeBridge {
  readonly secret = 'INVENTEDrouteSecretOfTheFakeShop';
  /** False: the shop has no module, or has it switched off. */
  isInstalled = true;
  /** Of addresses in lower case. */
  readonly subscribers = new Map<string, Listed>();
  /** What was asked for, in order. */
  readonly asked: string[] = [];
  /** Requests that changed something. */
  writes = 0;
  readonly #nonces = new Set<string>();

  answer({ headers, body }: BridgeCall): { readonly status: number; readonly body: string } {
    if (!this.isInstalled) return { status: 404, body: '<!doctype html><p>Not found' };
    if (!this.#isGenuine(headers, body)) {
      return reply(401, { code: 'BAD_SIGNATURE', message: 'The signature is not right.' });
    }
    const request = JSON.parse(body) as Record<string, unknown>;
    this.asked.push(String(request.do));
    if (request.do === 'read') {
      const emails = request.emails as string[];
      return reply(200, { items: emails.map((email) => this.#said(email)) });
    }
    if (request.do === 'write') return reply(200, this.#write(request));
    return reply(400, { code: 'BAD_REQUEST', message: 'The fake has read and write.' });
  }

  #isGenuine(headers: BridgeCall['headers'], body: string): boolean {
    const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) =>
      String(headers[`x-hub-${name}`]),
    ) as [string, string, string];
    const isOnTime = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
    const isSigned = equalInConstantTime(
      signature,
      signBridgeRequest(this.secret, timestamp, nonce, body),
    );
    if (!isOnTime || !isSigned || this.#nonces.has(nonce)) return false;
    this.#nonces.add(nonce);
    return true;
  }

  #write({ email, state, at }: Record<string, unknown>): object {
    const key = String(email).toLowerCase();
    const present = this.subscribers.get(key);
    if (present?.state === state) return { outcome: 'unchanged', ...this.#said(key) };
    if (!present && state === 'out') return { outcome: 'missing' };
    this.subscribers.set(key, { state: state === 'in' ? 'in' : 'out', at: String(at) });
    this.writes += 1;
    return { outcome: 'written', ...this.#said(key) };
  }

  #said(email: string): Subscriber {
    const { state = 'unknown', at = null } = this.subscribers.get(email.toLowerCase()) ?? {};
    return { email, state, at, customerId: null };
  }
}

const reply = (status: number, content: object) => ({ status, body: JSON.stringify(content) });
