import { BridgeClient, failedAnswerOf } from '@storewire/adapter-kit';
import type { HttpClient, HttpResponse } from '@storewire/core';
import { Remembered } from '../remembered.js';
import { ApiBlocked, InsecureShopAddress, Magento1NotFound } from '../setup.error.js';
import { baseUrlOf } from '../shop-address.js';
import { type Magento1Connection, shopKeyOf } from './connection.js';
import { callError, loginError, Magento1Fault, NOT_THERE, SESSION_EXPIRED } from './fault.js';
import type { Argument, Path, Transport } from './operations.js';
import { JsonRpcTransport, SoapTransport } from './transports.js';

export interface Magento1ClientOptions {
  readonly connection: Magento1Connection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

interface Session {
  readonly transport: Transport;
  readonly id: string;
}

const LIFE_MS = 600_000;

/**
 * Calls one shop over JSON-RPC where it has that, else over SOAP v2, in a session that is opened with the first call
 * and anew when it has ended.
 *
 * Errors: StoreUnauthorized for the login, StoreForbidden with the call that the role does not allow, StoreUnavailable
 * for internal faults (whose text is dropped) and for HTML; Magento1NotFound, WsdlUnreachable.
 */
export class Magento1Client {
  readonly baseUrl: string;
  readonly shopKey: string;
  readonly remembered: Remembered;
  readonly now: () => number;
  readonly #options: Magento1ClientOptions;
  #session: Promise<Session> | undefined;
  /** Known once a session was opened; it stays for the next one. */
  #transport: Transport | undefined;

  constructor(options: Magento1ClientOptions) {
    this.#options = options;
    this.baseUrl = baseUrlOf(options.connection.url);
    this.shopKey = shopKeyOf(options.connection);
    this.now = options.now ?? Date.now;
    this.remembered = new Remembered(this.now, LIFE_MS);
  }

  get connection(): Magento1Connection {
    return this.#options.connection;
  }

  get transportName(): Transport['name'] | undefined {
    return this.#transport?.name;
  }

  /** Our module in the shop; `undefined` without its secret. */
  get bridge(): BridgeClient | undefined {
    const { bridgeSecret: secret } = this.connection;
    if (!secret) return undefined;
    this.#refuseInsecure();
    const url = `${this.baseUrl}/storewire/newsletter`;
    return new BridgeClient({ url, secret, http: this.#options.http });
  }

  /** A page of the shop, from its root. */
  open(path: string): Promise<HttpResponse> {
    this.#refuseInsecure();
    return this.#options.http.request({ method: 'GET', url: this.baseUrl + path });
  }

  /** The result of a call; `undefined` when the object it is about is not there. */
  async call<T>(path: Path, ...args: Argument[]): Promise<T | undefined> {
    this.#refuseInsecure();
    try {
      return (await this.#callAgain(path, args)) as T;
    } catch (error) {
      if (error instanceof Magento1Fault) {
        if (NOT_THERE[path]?.includes(error.faultCode)) return undefined;
        throw callError(error, path, this.baseUrl);
      }
      throw this.#explained(error);
    }
  }

  /** A list; shops and versions differ in what they answer for an empty one. */
  async list<T>(path: Path, ...args: Argument[]): Promise<T[]> {
    const answer = await this.call<T[] | Readonly<Record<string, T>> | string>(path, ...args);
    if (!answer || typeof answer === 'string') return [];
    return Array.isArray(answer) ? answer : Object.values(answer);
  }

  async #callAgain(path: Path, args: readonly Argument[]): Promise<unknown> {
    const session = await this.#open();
    try {
      return await session.transport.call(session.id, path, args);
    } catch (error) {
      const hasEnded = error instanceof Magento1Fault && error.faultCode === SESSION_EXPIRED;
      if (!hasEnded) throw error;
      this.#session = undefined;
      const next = await this.#open();
      return next.transport.call(next.id, path, args);
    }
  }

  #open(): Promise<Session> {
    const session = this.#session ?? this.#login();
    this.#session = session;
    session.catch(() => {
      if (this.#session === session) this.#session = undefined;
    });
    return session;
  }

  async #login(): Promise<Session> {
    const { apiUser, apiKey } = this.connection;
    try {
      if (this.#transport) {
        const id = await this.#transport.login(apiUser, apiKey);
        return { transport: this.#transport, id };
      }
      const json = new JsonRpcTransport(this.#options.http, this.baseUrl);
      const found = await json.find(apiUser, apiKey);
      if (found !== undefined) {
        this.#transport = json;
        return { transport: json, id: found };
      }
      const soap = new SoapTransport(this.#options.http, this.baseUrl);
      const id = await soap.login(apiUser, apiKey);
      this.#transport = soap;
      return { transport: soap, id };
    } catch (error) {
      if (error instanceof Magento1Fault) throw loginError(error, this.baseUrl);
      throw this.#explained(error);
    }
  }

  #explained(error: unknown): unknown {
    const cause = failedAnswerOf(error);
    if (cause?.status === 404) return new Magento1NotFound(this.baseUrl, cause);
    if (cause?.status === 403) return new ApiBlocked(`${this.baseUrl}/index.php/api/`, cause);
    return error;
  }

  #refuseInsecure(): void {
    if (this.baseUrl.startsWith('https:') || this.#options.allowPrivateAddresses) return;
    throw new InsecureShopAddress(this.baseUrl);
  }
}
