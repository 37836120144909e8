import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';

/**
 * A tag as SALESmanago keeps it: trimmed, inner white space to `_`, upper case, at most 255 characters.
 * @returns `''` for a blank tag.
 */
export function normaliseTag(tag: string): string {
  return [...tag.trim().replace(/\s+/gu, '_').toUpperCase()].slice(0, 255).join('');
}

/** Tags without blanks and duplicates, in the order they were given. */
export function normaliseTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map(normaliseTag).filter((tag) => tag !== ''))];
}

/** A domain in lower case and ASCII form, without a leading `@` or `*.` and a last dot; `''` when it is none. */
export function normaliseDomain(domain: string): string {
  const bare = domain
    .trim()
    .toLowerCase()
    .replace(/^(?:@|\*\.)+/, '')
    .replace(/\.+$/, '');
  const ascii = domainToASCII(bare);
  return DOMAIN_PATTERN.test(ascii) ? ascii : '';
}

/** Letters, digits and hyphens between dots; a punycode form of any script. */
export const DOMAIN_PATTERN =
  /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

/** A list from a list or a comma-separated text; anything else is returned as it is, for the validator to refuse. */
export function listOf(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  return value;
}

/**
 * A location that fits the rule, made from any text: 3-36 letters, digits, underscores, no digit first. A text that is
 * too long ends in a hash of the whole, so that two shops never get the same one by being cut.
 */
export function proposeLocation(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const safe = /^[0-9]/.test(ascii) || ascii === '' ? `s_${ascii}` : ascii;
  if (safe.length <= 36) return safe.padEnd(3, '_');
  return `${safe.slice(0, 27)}_${createHash('sha1').update(text).digest('hex').slice(0, 8)}`;
}

/** S6: 3-36 letters, digits and underscores, not starting with a digit. */
export const LOCATION_PATTERN = /^[A-Za-z_][A-Za-z0-9_]{2,35}$/;
