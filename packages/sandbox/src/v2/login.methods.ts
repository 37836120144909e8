import type { Account } from '../accounts.js';
import type { Json } from '../json.js';
import { signCall } from '../signature.js';
import type { World } from '../world.js';
import { Refusal, WIRE } from './refusal.js';

/** A call that carries no signature: a password or a login token stands for it. */
export interface LoginCall {
  world: World;
  body: Json;
  baseUrl: string;
}

export const loginMethods: Record<string, (call: LoginCall) => Json> = {
  '/api/authorization/token': login,
  '/api/system/authorise': authorise,
  '/api/account/integration': integrate,
  '/api/account/integration/properties': readProperties,
  '/api/account/integration/setProperties': saveProperties,
  '/api/account/items': (call) => ({ items: [...accountOfToken(call).modules] }),
  '/api/account/accountTypeWithContacts': (call) => ({
    accountType: 'SANDBOX',
    contacts: accountOfToken(call).contacts.size,
  }),
  '/api/wm/consentFormCode': consentFormCode,
};

function login(call: LoginCall): Json {
  const account = accountOfPassword(call.world, call.body.username, call.body.password);
  return {
    token: account.createToken(call.world.clock.now()).token,
    endpoint: account.options.endpoint ?? call.baseUrl,
    smapp: account.options.smapp ?? null,
  };
}

function authorise(call: LoginCall): Json {
  const account = accountOfPassword(call.world, call.body.userName, call.body.password);
  return { ...account.createToken(call.world.clock.now()), clientId: account.options.clientId };
}

/** The second step of the login: the server computes the signature, so the caller never holds the secret. */
function integrate(call: LoginCall): Json {
  const account = accountOfToken(call);
  const { apiKey } = call.body;
  if (typeof apiKey !== 'string' || apiKey === '') throw new Refusal(WIRE.noApiKey);
  const { clientId, apiSecret } = account.options;
  return { shortId: clientId, sha1: signCall(apiKey, clientId, apiSecret) };
}

function readProperties(call: LoginCall): Json {
  const properties = accountOfToken(call).pluginProperties.get('properties');
  if (properties === undefined) throw new Refusal(WIRE.noProperties);
  return { properties };
}

function saveProperties(call: LoginCall): Json {
  const account = accountOfToken(call);
  if (typeof call.body.properties !== 'string') throw new Refusal(WIRE.cannotSaveProperties);
  account.pluginProperties.set('properties', call.body.properties);
  return {};
}

/** The fragment that a shop appends to the monitoring code. */
function consentFormCode(call: LoginCall): Json {
  const account = accountOfToken(call);
  const form = account.options.consentForms?.find(({ id }) => id === Number(call.body.wizardIntId));
  if (!form) throw new Refusal('Consent form does not exist');
  return { code: `sm('webPush', ['${form.id}', '360']);` };
}

/** @throws Refusal for a wrong password, a user with two-factor authentication, a blocked account. */
export function accountOfPassword(world: World, email: unknown, password: unknown): Account {
  for (const account of world.accounts.values()) {
    const { login: expected, twoFactor, active } = account.options;
    if (!expected || expected.email !== email || expected.password !== password) continue;
    if (twoFactor) throw new Refusal('Two-factor authentication is required');
    if (active === false) throw new Refusal(WIRE.inactive);
    return account;
  }
  throw new Refusal(WIRE.notAuthenticated);
}

/** The account of a login token; `clientId`, where given, has to be its own. */
export function accountOfToken({ world, body }: LoginCall): Account {
  const { token, clientId } = body;
  if (typeof token !== 'string' || token === '') throw new Refusal(WIRE.noToken);
  const now = world.clock.now();
  for (const account of world.accounts.values()) {
    if ((account.tokens.get(token) ?? 0) <= now) continue;
    if (clientId !== undefined && clientId !== account.options.clientId) {
      throw new Refusal(WIRE.wrongClientId);
    }
    return account;
  }
  throw new Refusal(WIRE.wrongToken);
}
