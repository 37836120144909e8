import { BridgeClient, failedAnswerOf } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  StoreForbidden,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { baseUrlOf, type PrestashopConnection, shopKeyOf } from './connection.js';
import { isHtml, type PsDocument, rowsOfJson, rowsOfXml } from './documents.js';
import { anyOf, type ListQuery, MAX_IDS, parametersOf } from './query.js';
import { codesBehind, explained, statusBehind } from './refusal.js';
import { WebserviceNotFound } from './setup.error.js';
import { ShopFacts } from './shop-facts.js';
import type { Platform } from './versions.js';

export interface Page {
  readonly rows: readonly PsDocument[];
  /** The shop's clock when it answered, in milliseconds. */
  readonly readAt: number;
}

export interface PrestashopClientOptions {
  readonly connection: PrestashopConnection;
  readonly http: HttpClient;
  readonly platform: Platform;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How the key is shown, and which address takes it. */
interface Door {
  readonly key: 'header' | 'query';
  readonly path: 'rewritten' | 'dispatcher';
}

/** Of our module in the shop; without rewrite rules it is there, too. */
const BRIDGE = '/index.php?fc=module&module=storewire&controller=newsletter';
const FRONT_DOOR: Door = { key: 'header', path: 'rewritten' };

/**
 * Calls one shop's webservice: lists in JSON (in XML where a shop's JSON is broken), single entities and writes in XML.
 * Single reads in JSON are never made, because PrestaShop 8 drops every field whose value is 0 from them.
 *
 * The key goes as the user name of Basic; a web server that drops the header gets it as `ws_key`. A shop without
 * rewrite rules is called at its dispatcher. Both are found out with the first call and remembered.
 */
export class PrestashopClient {
  readonly baseUrl: string;
  readonly shopKey: string;
  readonly shopId: string | undefined;
  readonly platform: Platform;
  /** Slow-moving tables of the shop. */
  readonly facts: ShopFacts;
  readonly #options: PrestashopClientOptions;
  /** A host that lets no PUT and PATCH through gets them as POST. */
  #mustPost = false;
  #door: Door = FRONT_DOOR;
  #version: string | undefined;
  /** What the key may not read and need not; a permission that is given later counts with the next client. */
  readonly #forbidden = new Set<string>();
  /** Lists whose JSON could not be read: before 1.7 a line break in a text is enough. */
  readonly #xmlOnly = new Set<string>();

  constructor(options: PrestashopClientOptions) {
    this.#options = options;
    this.baseUrl = baseUrlOf(options.connection.url);
    this.shopKey = shopKeyOf(options.connection);
    this.shopId = options.connection.shopId || undefined;
    this.platform = options.platform;
    this.facts = new ShopFacts(this, options.connection.language, options.now ?? Date.now);
  }

  /** Our module in the shop; `undefined` without its secret. */
  get bridge(): BridgeClient | undefined {
    const { bridgeSecret: secret } = this.#options.connection;
    if (!secret) return undefined;
    return new BridgeClient({ url: this.baseUrl + BRIDGE, secret, http: this.#options.http });
  }

  /** The version of the shop, once it has answered. */
  get version(): string | undefined {
    return this.#version;
  }

  /** True when the key had to go into the address, where access logs keep it. */
  get showsKeyInAddress(): boolean {
    return this.#door.key === 'query';
  }

  /** One page of a list, in the shop's context. */
  page(resource: string, query: ListQuery): Promise<Page> {
    return this.#page(resource, { ...this.#context(), ...parametersOf(query) });
  }

  async #page(resource: string, parameters: Readonly<Record<string, string>>): Promise<Page> {
    const call = { method: 'GET', resource, parameters } as const;
    if (!this.#xmlOnly.has(resource)) {
      const answer = await this.#call({ ...call, json: true });
      const rows = rowsOfJson(answer.text, resource);
      if (rows) return { rows, readAt: this.#clockOf(answer) };
      if (isHtml(answer.text)) {
        throw new StoreUnavailable(`an HTML page instead of JSON (status ${answer.status})`);
      }
    }
    const answer = await this.#call(call);
    const rows = rowsOfXml(answer, resource);
    this.#xmlOnly.add(resource);
    return { rows, readAt: this.#clockOf(answer) };
  }

  async list(resource: string, query: ListQuery = {}): Promise<readonly PsDocument[]> {
    return (await this.page(resource, query)).rows;
  }

  /** A list as the shop of the address sees it, whatever shop id was entered. */
  async listEverywhere(resource: string): Promise<readonly PsDocument[]> {
    return (await this.#page(resource, parametersOf({ sort: ['id_ASC'] }))).rows;
  }

  /** The rows whose `field` is one of the values, some values per call; blank and zero values are left out. */
  async listByValues(
    resource: string,
    field: string,
    values: Iterable<unknown>,
    query: ListQuery = {},
  ): Promise<PsDocument[]> {
    const wanted = [...new Set([...values].map((value) => String(value ?? '')))].filter(
      (value) => value !== '' && value !== '0',
    );
    const { valuesPerCall = MAX_IDS } = query;
    const found: PsDocument[] = [];
    for (let from = 0; from < wanted.length; from += valuesPerCall) {
      const filter = { ...query.filter, [field]: anyOf(wanted.slice(from, from + valuesPerCall)) };
      found.push(...(await this.list(resource, { sort: ['id_ASC'], ...query, filter })));
    }
    return found;
  }

  /** What the key may do without: `undefined` where it may not read the resource, which is asked for once only. */
  async unlessForbidden<T>(resource: string, read: () => Promise<T>): Promise<T | undefined> {
    if (this.#forbidden.has(resource)) return undefined;
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof StoreForbidden) || !error.missing[0]?.startsWith(`${resource} `)) {
        throw error;
      }
      this.#forbidden.add(resource);
      return undefined;
    }
  }

  /** How many rows a list has: PrestaShop has no count, so the ids are read, 10 bytes each. */
  async count(resource: string, query: ListQuery): Promise<number> {
    const { filter, sort } = query;
    const ids = { fields: [], ...(filter ? { filter } : {}), ...(sort ? { sort } : {}) };
    return (await this.list(resource, ids)).length;
  }

  /** A single entity as XML. @param id absent for the list of what the key may use. */
  readXml(resource: string, id?: string, shopId?: string): Promise<HttpResponse> {
    return this.#call({
      method: 'GET',
      resource: id === undefined ? resource : `${resource}/${id}`,
      parameters: resource === '' ? {} : this.#context(shopId),
    });
  }

  /** Writes an entity; both methods may be repeated, they set and do not add. */
  async write(
    method: 'PUT' | 'PATCH',
    resource: string,
    id: string,
    body: string,
    shopId?: string,
  ): Promise<HttpResponse> {
    const call = { resource: `${resource}/${id}`, parameters: this.#context(shopId), body };
    if (!this.#mustPost) {
      try {
        return await this.#call({ ...call, method });
      } catch (error) {
        if (!isBlocked(error)) throw error;
      }
    }
    const parameters = { ...call.parameters, ps_method: method };
    const answer = await this.#call({ ...call, method: 'POST', parameters });
    this.#mustPost = true;
    return answer;
  }

  #context(shopId = this.shopId): Record<string, string> {
    return shopId ? { id_shop: shopId } : {};
  }

  async #call(call: Call): Promise<HttpResponse> {
    let door = this.#door;
    for (;;) {
      try {
        const answer = await this.#send(call, door);
        this.#door = door;
        const version = answer.headers['psws-version'];
        if (version && version !== '0') this.#version = version;
        return answer;
      } catch (error) {
        const next = otherDoor(error, door);
        if (!next) throw this.#explained(error, call);
        door = next;
      }
    }
  }

  #send(call: Call, door: Door): Promise<HttpResponse> {
    const { webserviceKey } = this.#options.connection;
    const atDispatcher = door.path === 'dispatcher';
    const request: HttpRequest = {
      method: call.method,
      url: `${this.baseUrl}${atDispatcher ? '/webservice/dispatcher.php' : `/api/${call.resource}`}`,
      query: {
        ...(atDispatcher ? { url: call.resource } : {}),
        ...call.parameters,
        ...(call.json ? { output_format: 'JSON' } : {}),
        ...(door.key === 'query' ? { ws_key: webserviceKey } : {}),
      },
      headers: {
        accept: call.json ? 'application/json' : 'text/xml',
        ...(door.key === 'header'
          ? { authorization: `Basic ${Buffer.from(`${webserviceKey}:`).toString('base64')}` }
          : {}),
        ...(call.body ? { 'content-type': 'text/xml; charset=utf-8' } : {}),
      },
      ...(call.body ? { body: call.body, repeatable: true } : {}),
    };
    return this.#options.http.request(request);
  }

  #explained(error: unknown, { method, resource }: Call): unknown {
    const { baseUrl, shopId } = this;
    if (statusBehind(error) === 404 && isForeign(error) && !/\/\d+$/.test(resource)) {
      return new WebserviceNotFound(baseUrl, (error as Error).cause);
    }
    const [name = ''] = resource.split('/');
    return explained(error, { method, resource: name, baseUrl, shopId });
  }

  /** `Access-Time` is the shop's clock; caches and proxies may leave only `Date`. */
  #clockOf({ headers }: HttpResponse): number {
    const seconds = Number(headers['access-time'] ?? Number.NaN);
    if (Number.isFinite(seconds)) return seconds * 1000;
    const date = Date.parse(headers.date ?? '');
    return Number.isNaN(date) ? (this.#options.now ?? Date.now)() : date;
  }
}

interface Call {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST';
  readonly resource: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly json?: boolean;
}

/** An answer without codes comes from the web server or from PrestaShop's storefront, and not from the webservice. */
const isForeign = (error: unknown): boolean => codesBehind(error).length === 0;

/** A web server or firewall that knows reading and forms only; PrestaShop itself names a code. */
const isBlocked = (error: unknown): boolean =>
  [403, 405, 501].includes(statusBehind(error) ?? 0) && isForeign(error);

/** What to try next, once: a 401 without a code never saw the key, a 404 without one never reached the webservice. */
function otherDoor(error: unknown, door: Door): Door | undefined {
  if (!isForeign(error)) return undefined;
  if (error instanceof StoreUnauthorized && door.key === 'header') return { ...door, key: 'query' };
  if (statusBehind(error) === 404 && door.path === 'rewritten' && !hasAnswered(error)) {
    return { ...door, path: 'dispatcher' };
  }
  return undefined;
}

/** True when the 404 itself is PrestaShop's: an id that is not there has its headers and an empty body. */
const hasAnswered = (error: unknown): boolean =>
  failedAnswerOf(error)?.answer().headers['psws-version'] !== undefined;
