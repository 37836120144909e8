import { readFileSync } from 'node:fs';
import {
  DEFAULT_COOKIE_DAYS,
  type MonitoringCode,
  monitoringParts,
} from './monitoring/monitoring-snippet.js';
import { TrackerSettingInvalid } from './tracker.error.js';

/** Which watcher a platform gets. A platform that is not named gets `page`: its theme prints the cart. */
const WATCHERS: Readonly<Record<string, string>> = {
  shopify: 'shopify',
  woocommerce: 'woocommerce',
  magento2: 'magento2',
  prestashop16: 'prestashop16',
  prestashop17: 'prestashop17',
  shopware6: 'shopware6',
  bigcommerce: 'bigcommerce',
  opencart: 'opencart',
  shoper: 'shoper',
  clickshop: 'shoper',
};
const PAGE_WATCHER = 'page';

/** What the script of one store is made of. */
export interface TrackerScriptInput {
  /** The store's own `trackerUrl`, without a slash at the end; the script talks to `/cart` and `/visitor` below it. */
  readonly trackerUrl: string;
  /** Platform id as in the store resource. */
  readonly platform: string;
  /** S30 with its flags; null when the monitoring code is off or printed by something else. */
  readonly monitoring: MonitoringCode | null;
  /** S22: days that `smclient` lives, 0-3652; 0 is the default of 3652. */
  readonly cookieDays: number;
  /**
   * When the script may run. `platform` (default): when the consent tools found on the page allow marketing, and at
   * once where there is none; `none`: at once, for a page that loads the script after consent; `{ cookie }`: when
   * that cookie is there and does not say no.
   */
  readonly consent?: 'platform' | 'none' | { readonly cookie: string };
  /**
   * Path on the shop's own host that answers the identity token of the logged-in customer as text, and 404 or nothing
   * for a guest: a bridge's, a Shopify app proxy's, BigCommerce's `/customer/current.jwt?app_client_id=…`.
   */
  readonly identityPath?: string;
}

/** Whether carts of this platform are read without help of its theme. */
export const hasCartWatcher = (platform: string): boolean => Object.hasOwn(WATCHERS, platform);

/**
 * The whole script of one store, ready to be served as `text/javascript; charset=utf-8` at `{trackerUrl}/s.js`. Pure
 * but for reading the built script once; under 4 KB gzipped.
 *
 * @throws TrackerSettingInvalid for anything that could not stand in a page.
 */
export function trackerScript(input: TrackerScriptInput): string {
  const { cookieDays, identityPath, consent = 'platform' } = input;
  const config = {
    base: checkedBase(input.trackerUrl),
    platform: checked('platform', input.platform, /^[a-z0-9-]{1,32}$/),
    monitoring: input.monitoring && monitoringParts(input.monitoring),
    cookieDays: checkedDays(cookieDays),
    consent:
      typeof consent === 'string'
        ? consent
        : checked('consent', consent.cookie, /^(?!none$|platform$)[A-Za-z0-9_.-]{1,64}$/),
    ...(identityPath === undefined
      ? {}
      : { identityPath: checked('identityPath', identityPath, /^\/(?!\/)[\w./?=&%~-]{0,511}$/) }),
  };
  const name = hasCartWatcher(input.platform) ? WATCHERS[input.platform] : PAGE_WATCHER;
  return builtScript(name ?? PAGE_WATCHER).replace('"CONFIG"', () => literal(config));
}

/**
 * The tag to paste into a theme or a tag manager.
 *
 * @throws TrackerSettingInvalid for an address that could not stand in a page.
 */
export const trackerTag = (trackerUrl: string): string =>
  `<script async src="${checkedBase(trackerUrl)}/s.js"></script>`;

const scripts = new Map<string, string>();

function builtScript(name: string): string {
  const known = scripts.get(name);
  if (known !== undefined) return known;
  // The same place seen from src and from dist.
  const file = new URL(`../dist/scripts/${name}.js`, import.meta.url);
  const script = readFileSync(file, 'utf8');
  scripts.set(name, script);
  return script;
}

/** JSON that is JavaScript too, and stays inside a script element. */
const literal = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function checkedBase(trackerUrl: string): string {
  const url = URL.canParse(trackerUrl) ? new URL(trackerUrl) : undefined;
  const isPlain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    /^[a-z0-9.:[\]-]+$/.test(url.host) &&
    /^\/[\w/-]*[\w-]$/.test(url.pathname) &&
    `${url.origin}${url.pathname}` === trackerUrl;
  if (isPlain) return trackerUrl;
  throw new TrackerSettingInvalid(
    'trackerUrl',
    'it is not the address of a store of the hub.',
    'Check STOREWIRE_PUBLIC_URL of the hub: scheme, host and port.',
  );
}

function checkedDays(days: number): number {
  if (Number.isInteger(days) && days >= 0 && days <= DEFAULT_COOKIE_DAYS) {
    return days || DEFAULT_COOKIE_DAYS;
  }
  throw new TrackerSettingInvalid(
    'monitoringCookieDays',
    `it is not a whole number from 0 to ${DEFAULT_COOKIE_DAYS}.`,
    'Enter the lifetime of the monitoring cookies in days.',
  );
}

function checked(setting: string, value: string, form: RegExp): string {
  if (form.test(value)) return value;
  throw new TrackerSettingInvalid(
    setting,
    'it has characters that are not allowed there.',
    'Enter it again, without spaces and special characters.',
  );
}
