/**
 * Whose data is not kept once nothing of it is sent: people the merchant ruled out, and those who did not give the
 * consent that the operating mode asks for.
 */
const RULES: ReadonlySet<string> = new Set([
  'ignoredDomain',
  'linkedConsentMissing',
  'linkedConsentUnnamed',
  'newsletterConsentMissing',
]);

/** Whether what this rule filtered is kept nowhere. */
export const keepsNothing = (filteredBy: string | null | undefined): boolean =>
  RULES.has(filteredBy ?? '');
