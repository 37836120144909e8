import type { Account } from '../accounts.js';
import { contactBatchMethods } from '../contacts/batch.methods.js';
import { contactReadMethods } from '../contacts/read.methods.js';
import { contactWriteMethods } from '../contacts/write.methods.js';
import { eventMethods } from '../events/event.methods.js';
import type { Json } from '../json.js';
import type { World } from '../world.js';
import { accountMethods } from './account.methods.js';
import { V2Call, type V2Method } from './call.js';
import { type LoginCall, loginMethods } from './login.methods.js';
import { provisioningMethods } from './provisioning.methods.js';
import { Refusal, WIRE } from './refusal.js';
import { registrationMethods } from './registration.methods.js';

const METHODS: ReadonlyMap<string, V2Method> = new Map(
  Object.entries({
    ...contactWriteMethods,
    ...contactBatchMethods,
    ...contactReadMethods,
    ...eventMethods,
    ...accountMethods,
    ...provisioningMethods,
    ...registrationMethods,
  }),
);

const LOGIN_METHODS: ReadonlyMap<string, (call: LoginCall) => Json> = new Map(
  Object.entries(loginMethods),
);

/** Members that a client waits for, taken away by the fault `missingId`. */
const EXPECTED_IDS = [
  'contactId',
  'eventId',
  'contactIds',
  'requestId',
  'token',
  'shortId',
  'sha1',
  'users',
];

export interface V2Request {
  path: string;
  body: Json;
  seq: number;
  baseUrl: string;
}

export function isV2Method(path: string): boolean {
  return METHODS.has(path) || LOGIN_METHODS.has(path);
}

/** Answers a v2 call; business failures come back as `success:false`, never as a thrown error. */
export function answerV2(world: World, request: V2Request): Json {
  try {
    const login = LOGIN_METHODS.get(request.path);
    const fields = login
      ? login({ world, body: request.body, baseUrl: request.baseUrl })
      : answerSigned(world, request);
    return { success: true, message: [], ...fields };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.refusedCalls += 1;
    return { success: false, message: error.messages, ...error.extra };
  }
}

export function withoutIds(answer: Json): Json {
  return Object.fromEntries(
    Object.entries(answer).filter(([name]) => !EXPECTED_IDS.includes(name)),
  );
}

function answerSigned(world: World, { path, body, seq, baseUrl }: V2Request): Json {
  const method = METHODS.get(path);
  if (!method) throw new Refusal('Method does not exist');
  const account = authenticate(world, body);
  account.runDueJobs(world.clock.now());
  const owner = readOwner(account, body.owner, method.owner ?? 'required');
  return method.handle(new V2Call(world, account, path, seq, body, owner, baseUrl));
}

/**
 * `requestTime` may be a number or a numeric text, in seconds or milliseconds, with any skew; it must be there only
 * in strict mode. The signature does not cover it.
 */
export function authenticate(world: World, body: Json): Account {
  const { clientId, apiKey, sha, requestTime } = body;
  const account = typeof clientId === 'string' ? world.accounts.get(clientId) : undefined;
  if (!account || typeof apiKey !== 'string' || apiKey === '' || typeof sha !== 'string') {
    throw new Refusal(WIRE.notAuthenticated);
  }
  if (!account.accepts(apiKey, sha, world.clock.now())) throw new Refusal(WIRE.notAuthenticated);
  if (account.options.active === false) throw new Refusal(WIRE.inactive);
  const isMissing = requestTime === undefined || requestTime === null;
  if (isMissing ? world.strict : !/^\d+$/.test(String(requestTime))) {
    throw new Refusal('Field requestTime has to be a UNIX time');
  }
  return account;
}

function readOwner(account: Account, given: unknown, rule: NonNullable<V2Method['owner']>): string {
  const fallback = account.options.owners[0] ?? '';
  if (rule === 'ignored') return fallback;
  if (given === undefined || given === null || given === '') {
    if (rule === 'required') throw new Refusal(WIRE.noOwner);
    return fallback;
  }
  if (typeof given !== 'string' || !account.options.owners.includes(given)) {
    throw new Refusal(WIRE.wrongOwner);
  }
  return given;
}
