import { randomBytes } from 'node:crypto';
import { equalInConstantTime, hmacHex } from '@storewire/adapter-kit';
import type {
  ConfirmationVerdict,
  InstallRequest,
  PendingInstall,
  RegistrationContext,
  RegistrationVerdict,
} from '@storewire/core';
import { appNameOf } from './app-manifest.js';
import type { Shopware6Connection } from './connection.js';

/** Registrations are taken this long before and after the shop's own time. */
const WINDOW_MS = 5 * 60_000;
const SECRET_BYTES = 32;
const MAX_TEXT = 255;

const INSTALL_AGAIN =
  'Uninstall the app in the shop, make a new one in the hub (POST …/app) and install that.';

/** What proves to the shop that the hub knows the app secret. @param shopUrl as the shop wrote it. */
export const proofOf = (
  appSecret: string,
  app: { readonly shopId: string; readonly shopUrl: string; readonly name: string },
): string => hmacHex(appSecret, `${app.shopId}${app.shopUrl}${app.name}`);

/**
 * Checks a registration and makes the secret of app and shop: the query as it came, signed with the app secret, from the
 * shop of the connection, not older than five minutes. A shop that registers again with the same package has to sign
 * with the secret of now as well; after a new package it does so where it still has one.
 *
 * @see docs/adapters/shopware.md#as-an-app
 */
export function registerApp(
  { headers, query }: InstallRequest,
  context: RegistrationContext<Shopware6Connection>,
): RegistrationVerdict {
  const { connection, known, secrets, storeId } = context;
  const app = secrets.find(({ secret }) =>
    isSigned(headers['shopware-app-signature'], secret, query),
  );
  if (!app) {
    return refused(
      'The registration is not signed with a valid app secret of this store. Make a new app in the hub (POST …/app) and install that.',
    );
  }
  const given = new URLSearchParams(query);
  const [shopId, shopUrl] = [given.get('shop-id'), given.get('shop-url')];
  const at = secondsIn(given.get('timestamp')) * 1000;
  if (!isText(shopId) || !isText(shopUrl) || Number.isNaN(at)) {
    return refused('The registration needs shop-id, shop-url and timestamp.');
  }
  if (Math.abs(context.now - at) > WINDOW_MS) {
    return refused(
      'The time of the registration is more than five minutes off. Set the clocks of shop and hub, then install the app again.',
    );
  }
  if (hostOf(shopUrl) !== hostOf(connection.url)) {
    return refused(
      'The app was installed in another shop. Install it in the shop of the store, or enter the address that the shop has in APP_URL as the address of the store.',
    );
  }
  const proof = headers['shopware-shop-signature'];
  const current = known?.shopId === shopId ? connection.webhookSecret : undefined;
  const isChange = current !== undefined && (proof !== undefined || known?.secretId === app.id);
  if (isChange && !isSigned(proof, current, query)) {
    return refused(
      `The shop is registered and did not sign with the secret that it has. ${INSTALL_AGAIN}`,
    );
  }
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  return {
    outcome: 'accepted',
    at,
    pending: { shopId, shopUrl, secret, secretId: app.id, isChange },
    answer: {
      proof: proofOf(app.secret, { shopId, shopUrl, name: appNameOf(storeId) }),
      secret,
      confirmation_url: context.confirmUrl,
    },
  };
}

/** Checks a confirmation on its raw bytes: signed with the new secret, by the shop that registered. */
export function confirmApp(
  { headers, rawBody }: InstallRequest,
  pending: PendingInstall,
  { webhookSecret }: Shopware6Connection,
): ConfirmationVerdict<Shopware6Connection> {
  if (!isSigned(headers['shopware-shop-signature'], pending.secret, rawBody)) {
    return refused('The confirmation is not signed with the secret that the shop was given.');
  }
  const previous = headers['shopware-shop-signature-previous'];
  if (pending.isChange && !(webhookSecret && isSigned(previous, webhookSecret, rawBody))) {
    return refused(
      `The confirmation is not signed with the secret of before as well. ${INSTALL_AGAIN}`,
    );
  }
  const { apiKey, secretKey, shopId, shopUrl } = fieldsIn(rawBody);
  if (shopId !== pending.shopId || shopUrl !== pending.shopUrl) {
    return refused('The confirmation is of another shop than the registration.');
  }
  if (!isKey(apiKey) || !isKey(secretKey)) {
    return refused('The confirmation needs apiKey and secretKey.');
  }
  return {
    outcome: 'accepted',
    connection: { clientId: apiKey, clientSecret: secretKey, webhookSecret: pending.secret },
  };
}

const refused = (reason: string) => ({ outcome: 'refused', reason }) as const;

const isSigned = (signature: string | undefined, secret: string, data: string | Buffer): boolean =>
  equalInConstantTime(signature?.trim().toLowerCase() ?? '', hmacHex(secret, data));

const isText = (value: string | null): value is string =>
  value !== null && value !== '' && value.length <= MAX_TEXT;

const isKey = (value: unknown): value is string =>
  typeof value === 'string' && /^\S{1,255}$/.test(value);

const secondsIn = (value: string | null): number =>
  value !== null && /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;

/** With the port, and the same for http and https. */
const hostOf = (url: string): string | undefined => URL.parse(url)?.host.toLowerCase();

function fieldsIn(rawBody: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(rawBody.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
