/** What differs between releases of Magento 2, as far as this adapter meets it. */
export interface Release {
  /** First release it holds for, `major.minor.patch`. */
  readonly since: string;
  /** An integration's token works as bearer token: by itself, or only after a switch in the shop. */
  readonly bearer: 'works' | 'needsSwitch';
  readonly signatures: readonly string[];
  /** Whether lists of customers tell `is_subscribed`, or only the single customer does. */
  readonly consentInLists: boolean;
  /** A page behind the end is empty, or the last one again. */
  readonly behindTheEnd: 'lastPage' | 'empty';
  /** New carts may carry a zero date as time of change until they are saved again. */
  readonly zeroCartDates: boolean;
  /** The shop may refuse long pages, and say how long they may be. */
  readonly limitsPages: boolean;
}

const R23: Release = {
  since: '2.3.0',
  bearer: 'works',
  signatures: ['HMAC-SHA256', 'HMAC-SHA1'],
  consentInLists: false,
  behindTheEnd: 'lastPage',
  zeroCartDates: true,
  limitsPages: false,
};
const R240: Release = {
  ...R23,
  since: '2.4.0',
  consentInLists: true,
  behindTheEnd: 'empty',
  zeroCartDates: false,
};
const R244: Release = {
  ...R240,
  since: '2.4.4',
  bearer: 'needsSwitch',
  signatures: ['HMAC-SHA256'],
  limitsPages: true,
};

/**
 * Oldest first. The shop tells only `2.3` or `2.4` (`/magento_version`), so the reading code relies on what holds for
 * all, or on what an answer itself shows; the patch level matters for explanations and for the fakes of the tests.
 *
 * @see docs/adapters/magento.md#versions
 */
export const RELEASES: readonly Release[] = [R23, R240, R244];
export const OLDEST = '2.3';
export const TESTED_VERSIONS = ['2.3', '2.4'] as const;

/** The newest entry that holds for a version such as `2.4` or `2.4.6`; a version without a patch level is its `.0`. */
export const releaseOf = (version: string): Release | undefined =>
  RELEASES.findLast(({ since }) => compareVersions(version, since) >= 0);

/** Negative when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `2.4` out of `Magento/2.4 (Community)`, what `/magento_version` answers. */
export const readVersion = (text: string): { version: string; edition: string } | undefined => {
  const [, version, edition] = /^Magento\/(\d+\.\d+) \(([^)]+)\)/.exec(text.trim()) ?? [];
  return version && edition ? { version, edition } : undefined;
};
