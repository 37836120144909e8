import type { BeaconVisitor, VisitorAnswer } from '../beacon/beacon.js';
import { cookie, json, quietly, setCookie, store, stored } from './browser.js';
import type { TrackerConfig } from './config.js';
import { page } from './globals.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const TOKEN = /^[\w.=-]{1,2048}$/;
const PATIENCE_MS = 300_000;

/** The signed identity token: printed on the page, else asked of the page or the shop at most once in five minutes. */
const identityToken = async ({ identityPath }: TrackerConfig): Promise<string | undefined> => {
  const own = page.storewire?.identity;
  const meta = document.querySelector<HTMLMetaElement>('meta[name=storewire-identity]');
  const asks =
    typeof own === 'function'
      ? own
      : identityPath &&
        (() =>
          fetch(identityPath, { cache: 'no-store' }).then((reply) =>
            reply.ok ? reply.text() : '',
          ));
  const printed = (typeof own === 'string' && own) || meta?.content;
  if (printed) return tokenIn(printed);
  if (!asks) return undefined;
  const known = stored<{ at: number; token: string }>('sessionStorage', 'storewire-identity');
  if (Date.now() - (known.at || 0) < PATIENCE_MS) return known.token;
  const answer = await Promise.resolve()
    .then(asks)
    .catch(() => '');
  const token = tokenIn(answer);
  store('sessionStorage', 'storewire-identity', { at: Date.now(), token });
  return token;
};

const tokenIn = (text: unknown): string | undefined => {
  const token = `${text}`.trim();
  return TOKEN.test(token) ? token : undefined;
};

/** Who is shopping, as far as the browser can say. */
export const visitor = async (config: TrackerConfig): Promise<BeaconVisitor> => {
  const smclient = cookie('smclient');
  return {
    smclient: smclient && UUID.test(smclient) ? smclient : undefined,
    identity: await identityToken(config),
    email: page.storewire?.email || undefined,
  };
};

/**
 * One person, whichever token says so: our own tokens change with their expiry, platform tokens with every read, and
 * `smclient` may come later than the token.
 */
export const personOf = ({ smclient, identity, email }: BeaconVisitor): string => {
  const parts = identity?.split('.') || [];
  if (identity) return `proven ${parts.length === 5 ? parts[2] : ''}`;
  return smclient || email || '';
};

/**
 * Asks the hub who this is and which CART event is open, and keeps the answer in `smclient` and `smevent`. Once in five
 * minutes for a person at most, and after each cart that was posted.
 */
export const askHub = async (config: TrackerConfig, isCartPosted: boolean): Promise<void> => {
  const { smclient, identity } = await visitor(config);
  if (!smclient && !identity) return;
  const person = personOf({ smclient, identity });
  const asked = stored<{ at: number; person: string }>('sessionStorage', 'storewire-asked');
  const isRecent = asked.person === person && Date.now() - (asked.at || 0) < PATIENCE_MS;
  if (isRecent && !isCartPosted) return;
  store('sessionStorage', 'storewire-asked', { at: Date.now(), person });
  const answer = await json<VisitorAnswer>(`${config.base}/visitor`, {
    method: 'POST',
    credentials: 'omit',
    body: JSON.stringify({ v: 1, smclient, identity }),
  }).catch(() => undefined);
  if (answer) quietly(() => keep(answer, config.cookieDays * 86_400));
};

const keep = ({ smclient, smevent, smeventSeconds }: VisitorAnswer, life: number): void => {
  if (smclient && UUID.test(smclient)) setCookie('smclient', smclient, life);
  if (smevent === null) setCookie('smevent', '', 0);
  else if (smevent)
    setCookie('smevent', smevent, smeventSeconds === undefined ? life : smeventSeconds);
};
