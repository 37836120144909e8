import { cookie } from './browser.js';
import type { TrackerConfig } from './config.js';
import { page } from './globals.js';
import type { Watcher } from './watcher.js';

const isOn = (value: string | undefined): boolean => !!value && !/^(0|no|false|deny)$/.test(value);

/** What the consent tools on the page say about marketing; nothing for a tool that is not there. */
const tools: readonly (() => boolean | undefined)[] = [
  () => page.wp_has_consent?.('marketing'),
  () => page.Cookiebot?.consent?.marketing,
  () => page.getCkyConsent?.().categories?.advertisement,
  () => page.OnetrustActiveGroups?.includes('C0004'),
  // Magento's own notice.
  () =>
    document.getElementById('notice-cookie-block')
      ? isOn(cookie('user_allowed_save_cookie'))
      : undefined,
];

/** Whether the shopper allows the tracker: the page's own word first; then nobody may say no. */
export const isAllowed = (config: TrackerConfig, watcher: Watcher): boolean => {
  const own = page.storewire?.consent;
  if (own !== undefined) return own === true;
  if (config.consent === 'none') return true;
  if (config.consent !== 'platform') return isOn(cookie(config.consent));
  return [watcher.consent, ...tools].every((ask) => {
    try {
      return ask?.() !== false;
    } catch {
      // A tool that is there and cannot answer has not said yes.
      return false;
    }
  });
};
