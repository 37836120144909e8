import { TrackerSettingInvalid } from '../tracker.error.js';

/** SALESmanago's own lifetime of the monitoring cookies; like 0, it is not printed. */
export const DEFAULT_COOKIE_DAYS = 3652;
const MAX_COOKIE_DAYS = 3652;

/** What the monitoring code of one account and store needs. */
export interface MonitoringCode {
  /** Lower-case letters and digits. */
  readonly clientId: string;
  /** The application number that a login returns; left out where it is not known. */
  readonly smapp?: number;
  /** Account host with scheme, such as `https://app3.salesmanago.com`; a path is dropped. */
  readonly endpoint: string;
  readonly customScript: boolean;
  readonly banners: boolean;
  readonly popups: boolean;
  /** S22: whole days, 0-3652. */
  readonly cookieDays: number;
  /** S11: the web push form that asks, as the code of the form names it. */
  readonly webPushForm?: string;
}

/** The monitoring code taken apart: what the preview prints and the tracker executes. */
export interface MonitoringParts {
  /** Global variables in the order in which they are set. */
  readonly variables: readonly (readonly [name: string, value: string | number | boolean])[];
  readonly scriptUrl: string;
  readonly popupsUrl?: string;
  /** A call that waits in the queue for SALESmanago's script. */
  readonly webPush?: readonly [form: string, days: string];
}

/** How long the form is not shown again: what SALESmanago puts into the code of a form. */
const WEB_PUSH_DAYS = '360';

/**
 * Checks and assembles the monitoring code.
 *
 * @throws TrackerSettingInvalid for a client id, endpoint, number or lifetime that cannot stand in a page.
 * @see facts of SALESmanago, 9.1 - measured order of the variables; 0 days and the default print nothing
 */
export function monitoringParts(code: MonitoringCode): MonitoringParts {
  const { clientId, smapp, cookieDays } = code;
  if (!/^[a-z0-9]+$/.test(clientId)) {
    throw new TrackerSettingInvalid(
      'clientId',
      'it has other characters than lower-case letters and digits.',
      'Copy the client id from SALESmanago: Menu > Integration Center > API.',
    );
  }
  if (smapp !== undefined && !(Number.isSafeInteger(smapp) && smapp >= 0)) {
    throw new TrackerSettingInvalid('smapp', 'it is not a whole number.', 'Log in again.');
  }
  if (!Number.isInteger(cookieDays) || cookieDays < 0 || cookieDays > MAX_COOKIE_DAYS) {
    throw new TrackerSettingInvalid(
      'monitoringCookieDays',
      `it is not a whole number from 0 to ${MAX_COOKIE_DAYS}.`,
      'Enter the lifetime of the monitoring cookies in days.',
    );
  }
  const origin = endpointOrigin(code.endpoint);
  const isDefaultLife = cookieDays === 0 || cookieDays === DEFAULT_COOKIE_DAYS;
  return {
    variables: [
      ['_smid', clientId],
      ...(smapp === undefined ? [] : [['_smapp', smapp] as const]),
      ...(code.customScript ? [['_smcustom', true] as const] : []),
      ...(code.banners ? [['_smbanners', true] as const] : []),
      ...(isDefaultLife ? [] : [['_smclt', cookieDays] as const]),
    ],
    scriptUrl: `${origin}/static/sm.js`,
    ...(code.webPushForm === undefined ? {} : { webPush: webPushCall(code.webPushForm) }),
    ...(code.popups ? { popupsUrl: `${origin}/dynamic/${clientId}/popups.js` } : {}),
  };
}

/**
 * The monitoring code as HTML, one line: variables, loader, then the pop-up script. The tracker executes the same
 * parts, so this is what a store gets; a store without the tracker can paste it, once per page.
 *
 * @throws TrackerSettingInvalid as {@link monitoringParts}.
 */
export function monitoringSnippet(code: MonitoringCode): string {
  const { variables, scriptUrl, popupsUrl, webPush } = monitoringParts(code);
  const assignments = variables.map(([name, value]) => `var ${name}=${JSON.stringify(value)};`);
  const popups = popupsUrl === undefined ? '' : `<script src="${popupsUrl}"></script>`;
  const calls = webPush ? `sm("webPush",${JSON.stringify(webPush)});` : '';
  return `<script>${assignments.join('')}${loader(scriptUrl)}${calls}</script>${popups}`;
}

const loader = (scriptUrl: string): string =>
  '(function(w,d,r,u,e,s){w.SalesmanagoObject=r;' +
  'w[r]=w[r]||function(){(w[r].q=w[r].q||[]).push(arguments)};' +
  'e=d.createElement("script");e.async=true;e.src=u;' +
  's=d.getElementsByTagName("script")[0];s.parentNode.insertBefore(e,s)})' +
  `(window,document,"sm","${scriptUrl}");`;

function webPushCall(form: string): readonly [form: string, days: string] {
  if (/^[\w-]{1,64}$/.test(form)) return [form, WEB_PUSH_DAYS];
  throw new TrackerSettingInvalid(
    'webPushForm',
    'it is not the id of a form.',
    'Choose a form of the account; its code names the id.',
  );
}

/** The host is built anew from its parts, so that nothing else of the text can get into the page. */
function endpointOrigin(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isPlain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(url.hostname) &&
    url.username === '' &&
    url.password === '';
  if (!isPlain) {
    throw new TrackerSettingInvalid(
      'endpoint',
      'it is not the address of a server.',
      'Log in again, or enter the address of your SALESmanago, such as https://app3.salesmanago.com.',
    );
  }
  return url.origin;
}
