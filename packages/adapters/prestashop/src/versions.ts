/** Numbers of a version; `8.2.1` is `[8, 2, 1]`. */
const parts = (version: string): number[] => version.split('.').map((part) => Number(part) || 0);

/** True from `wanted` on; numbers are compared, so 1.7.10 is after 1.7.9. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [parts(version), parts(wanted)];
  for (let i = 0; i < Math.max(have.length, want.length); i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** One platform of the family: which versions of PrestaShop it is for. */
export interface Platform {
  readonly id: 'prestashop16' | 'prestashop17';
  readonly name: string;
  /** The first version that is its own, and the first that is not. */
  readonly from: string;
  readonly before: string;
  /** Versions whose recorded answers it was compared with. */
  readonly tested?: readonly string[];
}

export const PRESTASHOP_16: Platform = {
  id: 'prestashop16',
  name: 'PrestaShop 1.6',
  from: '1.6',
  before: '1.7',
};

export const PRESTASHOP_17: Platform = {
  id: 'prestashop17',
  name: 'PrestaShop 1.7, 8 and 9',
  from: '1.7',
  before: '10',
  tested: ['8.2.1'],
};

export const PLATFORMS: readonly Platform[] = [PRESTASHOP_17, PRESTASHOP_16];

/** The platform that a version belongs to. */
export const platformOf = (version: string): Platform | undefined =>
  PLATFORMS.find(({ from, before }) => isAtLeast(version, from) && !isAtLeast(version, before));

/** `PATCH` came with 8.0; before, a write is the whole entity. */
export const canPatch = (version: string | undefined): boolean =>
  version !== undefined && isAtLeast(version, '8.0');

/** Products got `state` (0 is a draft that nobody saved) with 1.7. */
export const hasDraftState = (version: string | undefined): boolean =>
  version !== undefined && isAtLeast(version, '1.7');
