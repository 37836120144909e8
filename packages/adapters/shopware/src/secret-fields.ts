/** The document without the named fields, at any depth. */
export function withoutFields(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutFields(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.has(name))
      .map(([name, inner]) => [name, withoutFields(inner, names)]),
  );
}

/**
 * Fields of Shopware 5 that nobody but the shop may have: password hashes and how they were made, sessions, keys of
 * mails, bank accounts. Customers come with them, and orders come with their customer.
 */
export const SHOPWARE5_SECRETS: ReadonlySet<string> = new Set([
  'hashPassword',
  'encoderName',
  'password',
  'rawPassword',
  'sessionId',
  'sessionID',
  'temporaryId',
  'confirmationKey',
  'validation',
  'failedLogins',
  'lockedUntil',
  'paymentData',
  'paymentInstances',
  'debit',
]);

/** The same of Shopware 6: who has them confirms or cancels a newsletter, or opens an order, in somebody's name. */
export const SHOPWARE6_SECRETS: ReadonlySet<string> = new Set([
  'hash',
  'deepLinkCode',
  'password',
  'legacyPassword',
  'legacyEncoder',
]);
