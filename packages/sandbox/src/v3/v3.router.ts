import { randomUUID } from 'node:crypto';
import type { Json } from '../json.js';
import type { World } from '../world.js';
import { authMethods, findKey } from './auth.methods.js';
import { collectionMethods } from './collection.methods.js';
import { emailMethods } from './email.methods.js';
import { keyInformationMethods } from './key-information.methods.js';
import { type Problem, REASON, V3Failure, V3Problems } from './problems.js';
import { productMethods } from './product.methods.js';
import { V3Call, type V3Method } from './v3-call.js';

const METHODS: ReadonlyMap<string, V3Method> = new Map(
  Object.entries({
    ...productMethods,
    ...collectionMethods,
    ...keyInformationMethods,
    ...emailMethods,
  }),
);

const AUTH_METHODS: ReadonlyMap<string, (world: World, body: Json) => Json> = new Map(
  Object.entries(authMethods),
);

const EXPECTED_IDS = [
  'requestId',
  'catalogId',
  'productIds',
  'collectionUUID',
  'apiKey',
  'contactId',
];

export interface V3Request {
  httpMethod: string;
  path: string;
  apiKey: string | undefined;
  /** `undefined` when the body was not JSON. */
  body: Json | undefined;
  query: URLSearchParams;
}

export interface V3Answer {
  status: number;
  json: Json;
}

export function isV3Method(path: string): boolean {
  return METHODS.has(path) || AUTH_METHODS.has(path);
}

/**
 * Answers a v3 call. Refusals come in the two shapes of the real service; trimmed members come back as warnings of
 * code 12 beside the answer.
 */
export function answerV3(world: World, request: V3Request): V3Answer {
  const requestId = `req-${randomUUID()}`;
  const method = METHODS.get(request.path);
  try {
    if (request.httpMethod !== (method?.httpMethod ?? 'POST')) {
      return { status: 405, json: { reasonCode: 405, messages: 'Method not allowed' } };
    }
    if (request.body === undefined) throw new V3Failure(REASON.malformed, 'Invalid JSON');
    const auth = AUTH_METHODS.get(request.path);
    if (auth) return { status: 200, json: auth(world, request.body) };
    if (!method) return { status: 404, json: { reasonCode: 404, messages: 'Not found' } };
    const call = authenticate(world, request, request.body, requestId);
    call.account.runDueJobs(world.clock.now());
    const json = method.handle(call);
    const warnings = call.checks.problems;
    return { status: 200, json: warnings.length > 0 ? { ...json, problems: warnings } : json };
  } catch (error) {
    world.refusedCalls += 1;
    if (error instanceof V3Failure) {
      const { reasonCode, messages, status } = error;
      return { status, json: { reasonCode, messages } };
    }
    if (!(error instanceof V3Problems)) throw error;
    if (method?.reportsProblems)
      return { status: 400, json: { requestId, problems: error.problems } };
    const first = error.problems.find(({ reasonCode }) => reasonCode !== REASON.trimmed);
    const messages = error.problems
      .filter(({ reasonCode }) => reasonCode === first?.reasonCode)
      .map(({ message }) => message);
    return { status: 400, json: { reasonCode: first?.reasonCode, messages } };
  }
}

export function withoutV3Ids(answer: Json): Json {
  return Object.fromEntries(
    Object.entries(answer).filter(([name]) => !EXPECTED_IDS.includes(name)),
  );
}

/** Posts problems to the webhook of the key, as the service does for what it finds after the answer. */
export function reportProblems(
  world: World,
  apiKey: string | undefined,
  problems: Problem[],
): void {
  const webhookUrl = apiKey === undefined ? undefined : findKey(world, apiKey)?.key.webhookUrl;
  if (webhookUrl) void world.callbacks.postProblems(webhookUrl, problems);
}

function authenticate(world: World, request: V3Request, body: Json, requestId: string): V3Call {
  const found = request.apiKey === undefined ? undefined : findKey(world, request.apiKey);
  const account = found && world.accounts.get(found.clientId);
  if (!account) throw new V3Failure(REASON.authentication, ['Authentication failed']);
  if (found.key.revoked) throw new V3Failure(REASON.authentication, ['API key is revoked']);
  if (found.key.expiresAt <= world.clock.now()) {
    throw new V3Failure(REASON.authentication, ['API key has expired']);
  }
  if (account.options.active === false) {
    throw new V3Failure(REASON.authentication, ['Authentication failed']);
  }
  return new V3Call(world, account, found.key, body, request.query, requestId);
}
