import { createHmac, timingSafeEqual } from 'node:crypto';

/** Most seconds between the sender's clock and the hub's. */
export const INBOUND_TOLERANCE_SECONDS = 300;
/** Signatures of one delivery that are looked at; during a change of the secret there are two. */
const MAX_SIGNATURES = 4;

/** The value of `X-Hub-Signature`: `v1=` and the HMAC-SHA256 of `<timestamp>.<raw body>` in lower-case hexadecimal. */
export const signInbound = (
  secret: string,
  timestamp: number | string,
  rawBody: string | Buffer,
): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex')}`;

/** What the headers of a delivery say; names in lower case. */
export interface SignedInbound {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Buffer;
}

/**
 * Checks the signature of a delivery over its raw bytes, in constant time.
 * @param secrets those that are valid now, two during a change.
 * @param now milliseconds since 1970.
 * @returns what is wrong, in a few words; `undefined` when the delivery is genuine.
 */
export function inboundRefusal(
  { headers, rawBody }: SignedInbound,
  secrets: readonly string[],
  now: number,
): string | undefined {
  const timestamp = one(headers['x-hub-timestamp']);
  const signatures = one(headers['x-hub-signature']);
  if (!timestamp || !signatures) return 'X-Hub-Timestamp or X-Hub-Signature is missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'X-Hub-Timestamp must be Unix seconds';
  if (Math.abs(now / 1000 - Number(timestamp)) > INBOUND_TOLERANCE_SECONDS) {
    return `X-Hub-Timestamp is more than ${INBOUND_TOLERANCE_SECONDS} seconds off; set the clock of the sender`;
  }
  const given = signatures.split(',').slice(0, MAX_SIGNATURES);
  let isGenuine = false;
  for (const secret of secrets) {
    const expected = Buffer.from(signInbound(secret, timestamp, rawBody));
    for (const signature of given) {
      const bytes = Buffer.from(signature.trim());
      if (bytes.length === expected.length && timingSafeEqual(bytes, expected)) isGenuine = true;
    }
  }
  return isGenuine ? undefined : 'X-Hub-Signature is not that of these bytes and this time';
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value.trim() : value?.join(',');
