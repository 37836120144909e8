import { type HttpClient, type HttpResponse, StoreUnavailable } from '@storewire/core';
import { Magento1Fault } from './fault.js';
import { type Argument, isRanges, OPERATIONS, type Path, type Transport } from './operations.js';
import {
  type NamedArgument,
  type Namespace,
  namespaceIn,
  readSoap,
  soapRequest,
} from './soap-text.js';

const SOAP_PATH = '/index.php/api/v2_soap/index/';
const JSON_PATH = '/index.php/api/jsonrpc/index/';
/** A fault may come with 500, and the JSON-RPC of a shop that has none with any of the others. */
const FAULT_STATUS = 500;

/** SOAP v2 in RPC style; every Magento 1 and OpenMage has it. */
export class SoapTransport implements Transport {
  readonly name = 'SOAP v2';
  /** A login has no values of types of its own, so any namespace does for it; its answer tells the right one. */
  #namespace: Namespace = 'urn:Magento';

  constructor(
    private readonly http: HttpClient,
    private readonly baseUrl: string,
  ) {}

  async login(user: string, key: string): Promise<string> {
    const session = await this.#send('login', [
      { name: 'username', value: user },
      { name: 'apiKey', value: key },
    ]);
    return String(session);
  }

  call(session: string, path: Path, args: readonly Argument[]): Promise<unknown> {
    const { soap, parameters } = OPERATIONS[path];
    // By name, and a name that is wrong is dropped without a word; arguments at the end may be left out.
    const given = parameters
      .slice(0, args.length)
      .map((name, i): NamedArgument => ({ name, value: args[i] }));
    return this.#send(soap, [{ name: 'sessionId', value: session }, ...given]);
  }

  async #send(operation: string, args: readonly NamedArgument[]): Promise<unknown> {
    const answer = await this.http.request({
      method: 'POST',
      url: this.baseUrl + SOAP_PATH,
      headers: {
        accept: 'text/xml',
        'content-type': 'text/xml; charset=utf-8',
        soapaction: `"${this.#namespace}"`,
      },
      body: soapRequest(operation, args, this.#namespace),
      // Nothing here changes the shop.
      repeatable: true,
      accept: [FAULT_STATUS],
    });
    const read = readSoap(answer.text);
    if (!read) throw new StoreUnavailable(`${kindOf(answer)} instead of SOAP`);
    if ('fault' in read) throw new Magento1Fault(read.fault);
    this.#namespace = namespaceIn(answer.text);
    return read.value;
  }
}

/** JSON-RPC, of OpenMage 20.1.1 and later: the same calls with all fields, and no description to load. */
export class JsonRpcTransport implements Transport {
  readonly name = 'JSON-RPC';

  constructor(
    private readonly http: HttpClient,
    private readonly baseUrl: string,
  ) {}

  /** `undefined` when the shop has no JSON-RPC. */
  async find(user: string, key: string): Promise<string | undefined> {
    const answer = await this.#request('login', [user, key], [FAULT_STATUS, 400, 403, 404, 405]);
    return isJsonRpc(answer.text) ? String(resultOf(answer)) : undefined;
  }

  async login(user: string, key: string): Promise<string> {
    return String(resultOf(await this.#request('login', [user, key], [FAULT_STATUS])));
  }

  async call(session: string, path: Path, args: readonly Argument[]): Promise<unknown> {
    const params = [session, path, args.map(plainArgument)];
    return resultOf(await this.#request('call', params, [FAULT_STATUS]));
  }

  #request(
    method: string,
    params: readonly unknown[],
    accept: readonly number[],
  ): Promise<HttpResponse> {
    return this.http.request({
      method: 'POST',
      url: this.baseUrl + JSON_PATH,
      body: { jsonrpc: '2.0', id: 1, method, params },
      repeatable: true,
      accept,
    });
  }
}

/** `{ updated_at: { from, to } }` for ranges; the rest as it is. */
function plainArgument(argument: Argument): unknown {
  if (argument === undefined) return null;
  if (!isRanges(argument) || argument.length === 0) return argument;
  return Object.fromEntries(
    argument.map(({ field, from, to }) => [
      field,
      {
        ...(from === undefined ? {} : { from: String(from) }),
        ...(to === undefined ? {} : { to: String(to) }),
      },
    ]),
  );
}

interface JsonRpcAnswer {
  readonly result?: unknown;
  readonly error?: { readonly code?: unknown } | null;
}

function resultOf(answer: HttpResponse): unknown {
  if (!isJsonRpc(answer.text)) throw new StoreUnavailable(`${kindOf(answer)} instead of JSON-RPC`);
  const { result, error } = JSON.parse(jsonIn(answer.text)) as JsonRpcAnswer;
  if (error) throw new Magento1Fault(String(error.code));
  return result;
}

/** Old shops print PHP notices before an answer. */
const jsonIn = (text: string): string => text.slice(Math.max(0, text.indexOf('{"')));

function isJsonRpc(text: string): boolean {
  try {
    const answer = JSON.parse(jsonIn(text)) as JsonRpcAnswer | null;
    return answer !== null && typeof answer === 'object' && ('result' in answer || !!answer.error);
  } catch {
    return false;
  }
}

const kindOf = ({ status, text }: HttpResponse): string =>
  `${/^\s*<(?:!doctype|html)/i.test(text) ? 'an HTML page' : 'text'} (status ${status})`;
