import { randomBytes } from 'node:crypto';
import type { V3Key } from '../accounts.js';
import type { Json } from '../json.js';
import { V3_KEY_EXPIRIES, type V3KeyExpiry } from '../options.js';
import { accountOfPassword } from '../v2/login.methods.js';
import { Refusal } from '../v2/refusal.js';
import type { World } from '../world.js';
import { REASON, V3Failure } from './problems.js';
import { V3Checks } from './v3-checks.js';

const DAY_MS = 86_400_000;

/** Methods without an `API-KEY` header: the body carries what proves the caller. */
export const authMethods: Record<string, (world: World, body: Json) => Json> = {
  '/v3/auth/create': createKey,
  '/v3/auth/revoke': revokeKey,
};

function createKey(world: World, body: Json): Json {
  const checks = new V3Checks(world.limits);
  checks.text(body.email, 'email', { required: true, max: 254 });
  checks.text(body.password, 'password', { required: true, max: 255 });
  const name = checks.text(body.keyName, 'keyName', { required: true, max: 255 });
  const webhookUrl = checks.url(body.webhookUrl, 'webhookUrl', false);
  const expiry = String(body.expiry ?? 'NEVER');
  if (!Object.hasOwn(V3_KEY_EXPIRIES, expiry)) {
    checks.add(REASON.pattern, `expiry|is not one of ${Object.keys(V3_KEY_EXPIRIES).join(', ')}`);
  }
  checks.settle();
  try {
    const account = accountOfPassword(world, body.email, body.password);
    const key = randomBytes(16).toString('hex').toUpperCase();
    const days = V3_KEY_EXPIRIES[expiry as V3KeyExpiry];
    const expiresAt = world.clock.now() + days * DAY_MS;
    account.v3Keys.set(key, { key, name: name ?? '', expiresAt, webhookUrl, revoked: false });
    return { apiKey: key };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new V3Failure(REASON.authentication, error.messages);
  }
}

function revokeKey(world: World, body: Json): Json {
  if (typeof body.apiKey !== 'string' || body.apiKey === '') {
    throw new V3Failure(REASON.malformed, 'Invalid JSON');
  }
  const key = findKey(world, body.apiKey)?.key;
  if (!key || key.revoked) throw new V3Failure(REASON.authentication, ['API key is revoked']);
  key.revoked = true;
  return { apiKeyName: key.name };
}

/** A key of any account, also a revoked or expired one. */
export function findKey(world: World, text: string): { key: V3Key; clientId: string } | undefined {
  for (const [clientId, account] of world.accounts) {
    const key = account.v3Keys.get(text);
    if (key) return { key, clientId };
  }
  return undefined;
}
