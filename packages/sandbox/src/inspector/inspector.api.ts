import {
  changeOnCard,
  confirm,
  NothingToConfirm,
  reportV3Problems,
  UnknownContact,
  unsubscribe,
} from '../actions.js';
import { FAULT_KINDS, type FaultRule, InvalidFault } from '../faults.js';
import { isObject, type Json } from '../json.js';
import type { AccountOptions } from '../options.js';
import type { World } from '../world.js';
import {
  listAccounts,
  listContacts,
  listEvents,
  listProducts,
  listRepeatedOrders,
  listRequests,
  readContact,
  readOperations,
  readStats,
} from './inspection.js';

export interface InspectorRequest {
  httpMethod: string;
  path: string;
  query: URLSearchParams;
  body: Json | Json[];
}

export interface InspectorAnswer {
  status: number;
  json: unknown;
}

class BadRequest extends Error {}

/** The JSON API under `/_sandbox/`. It has no authentication: the sandbox is for a developer's own machine. */
export async function answerInspector(
  world: World,
  request: InspectorRequest,
): Promise<InspectorAnswer> {
  try {
    return await route(world, request);
  } catch (error) {
    if (error instanceof UnknownContact) return { status: 404, json: { error: error.message } };
    if (error instanceof NothingToConfirm) return { status: 409, json: { error: error.message } };
    if (error instanceof InvalidFault || error instanceof BadRequest) {
      return { status: 400, json: { error: error.message } };
    }
    throw error;
  }
}

async function route(world: World, request: InspectorRequest): Promise<InspectorAnswer> {
  const [resource = '', name, action] = request.path
    .slice('/_sandbox/'.length)
    .split('/')
    .map((part) => decodeURIComponent(part));
  const line = `${request.httpMethod} ${resource}${name === undefined ? '' : '/:'}${action === undefined ? '' : `/${action}`}`;
  const { query } = request;
  const body = isObject(request.body) ? request.body : {};
  const text = (member: string) => query.get(member) ?? undefined;
  const clientId = text('clientId');
  const limit = readLimit(query);

  switch (line) {
    case 'GET accounts':
      return ok({ items: listAccounts(world) });
    case 'POST accounts':
      world.addAccount(readAccount(body));
      return { status: 201, json: { clientId: body.clientId } };
    case 'PATCH accounts/:':
      return ok(patchAccount(world, name ?? '', body));
    case 'GET stats':
      return ok(readStats(world));
    case 'GET duplicates':
      return ok({ items: listRepeatedOrders(world, limit) });
    case 'GET requests':
      return ok({ items: listRequests(world, { path: text('path'), limit }) });
    case 'GET contacts':
      return ok(listContacts(world, { q: text('q'), clientId, limit }));
    case 'GET contacts/:':
      return ok(readContact(world, name ?? '', clientId));
    case 'GET contacts/:/operations':
      return ok({ items: readOperations(world, name ?? '', clientId) });
    case 'POST contacts/:/unsubscribe':
      return ok(await unsubscribe(world, name ?? '', clientId));
    case 'POST contacts/:/confirm':
      return ok(await confirm(world, name ?? '', clientId));
    case 'POST contacts/:/card':
      return ok(await changeOnCard(world, name ?? '', readCard(body), clientId));
    case 'GET events':
      return ok(
        listEvents(world, {
          type: text('type'),
          externalId: text('externalId'),
          email: text('email'),
          clientId,
          limit,
        }),
      );
    case 'GET products':
      return ok({ items: listProducts(world, text('catalog') ?? '') });
    case 'GET pixels':
      return ok({ items: world.pixels.slice(-(limit ?? 100)).reverse() });
    case 'GET callbacks':
      return ok({ items: world.callbacks.list(limit) });
    case 'POST problems':
      return ok({ webhooks: await reportV3Problems(world, readProblems(body), clientId) });
    case 'GET faults':
      return ok({ items: world.faults.list(), kinds: FAULT_KINDS });
    case 'POST faults':
      return {
        status: 201,
        json: { items: rulesOf(request.body).map((rule) => world.faults.add(rule)) },
      };
    case 'DELETE faults':
      world.faults.clear();
      return ok({ items: [] });
    case 'PATCH faults/:':
      if (typeof body.enabled !== 'boolean') throw new BadRequest('enabled is true or false.');
      return found(world.faults.setEnabled(name ?? '', body.enabled), {
        items: world.faults.list(),
      });
    case 'DELETE faults/:':
      return found(world.faults.remove(name ?? ''), { items: world.faults.list() });
    case 'GET clock':
      return ok({ offsetMs: world.clock.offsetMs, now: world.clock.now() });
    case 'POST clock':
      setClock(world, body);
      return ok({ offsetMs: world.clock.offsetMs, now: world.clock.now() });
    case 'POST reset':
      world.reset();
      return ok({ reset: true });
    default:
      return { status: 404, json: { error: `There is no ${request.httpMethod} ${request.path}.` } };
  }
}

function ok(json: unknown): InspectorAnswer {
  return { status: 200, json };
}

function found(exists: boolean, json: unknown): InspectorAnswer {
  return exists ? ok(json) : { status: 404, json: { error: 'There is no such rule.' } };
}

function readLimit(query: URLSearchParams): number | undefined {
  const text = query.get('limit');
  if (text === null) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new BadRequest('limit is a number.');
  return Number(text);
}

/** One rule, a list of rules, or `{rules: [...]}`. */
function rulesOf(body: Json | Json[]): FaultRule[] {
  const rules = Array.isArray(body) ? body : Array.isArray(body.rules) ? body.rules : [body];
  return rules as FaultRule[];
}

function setClock(world: World, body: Json): void {
  const { offsetMs, advanceMs } = body;
  if (typeof offsetMs === 'number') world.clock.offsetMs = offsetMs;
  else if (typeof advanceMs === 'number') world.clock.advance(advanceMs);
  else throw new BadRequest('Give offsetMs or advanceMs.');
}

function readAccount(body: Json): AccountOptions {
  const { clientId, apiSecret, owners } = body;
  const hasOwners = Array.isArray(owners) && owners.length > 0;
  if (typeof clientId !== 'string' || typeof apiSecret !== 'string' || !hasOwners) {
    throw new BadRequest('An account needs clientId, apiSecret and owners.');
  }
  return body as unknown as AccountOptions;
}

/** Changes settings and keeps the data; keys that were configured with v3 stay. */
function patchAccount(world: World, clientId: string, body: Json): Json {
  const account = world.accounts.get(clientId);
  if (!account) throw new BadRequest('There is no such account.');
  Object.assign(account.options, body, { clientId });
  return { clientId };
}

function readCard(body: Json): Parameters<typeof changeOnCard>[2] {
  const { optedOut, optedOutPhone, invalid, name, phone } = body;
  for (const [member, value] of Object.entries({ optedOut, optedOutPhone, invalid })) {
    if (value !== undefined && typeof value !== 'boolean') {
      throw new BadRequest(`${member} is true or false.`);
    }
  }
  for (const [member, value] of Object.entries({ name, phone })) {
    if (value !== undefined && typeof value !== 'string')
      throw new BadRequest(`${member} is a text.`);
  }
  return { optedOut, optedOutPhone, invalid, name, phone } as Parameters<typeof changeOnCard>[2];
}

function readProblems(body: Json): { reasonCode: number; message: string }[] {
  const { problems } = body;
  if (!Array.isArray(problems) || problems.length === 0)
    throw new BadRequest('Give a list of problems.');
  return problems;
}
