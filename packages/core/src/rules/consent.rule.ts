import type { ConsentSignals } from '../model/records.js';
import { CHANNELS, type Channel, type ConsentState, type Instant } from '../model/values.js';
import type { ConsentUpdate, KnownConsent, KnownContact, Reason } from './decision.js';

export interface ConsentSignal {
  readonly channel: Channel;
  readonly state: ConsentState;
  /** The time of the act, where the store tells. */
  readonly at?: Instant;
}

/** What D9 and D10 look at; given only where S9 is on. Both times are the store's. */
export interface ConsentSync {
  /** The document is the registration itself. */
  readonly isRegistration: boolean;
  /** Unknown counts as long ago. */
  readonly registeredAt?: Instant;
  /** S26. */
  readonly earlyOptOut: 'hold' | 'sendLater';
  readonly now: Instant;
}

export interface ConsentOutcome {
  /** What to tell SALESmanago; nothing when silent. */
  readonly changes: { readonly [C in Channel]?: 'in' | 'out' };
  readonly updates: readonly ConsentUpdate[];
  readonly reasons: readonly Reason[];
  /** When a held opt-out may be sent, if the store still says so then (S26 `sendLater`). */
  readonly recheckAt?: Instant;
  /** What the store has to be told: SALESmanago has a newer word than the one the store shows. */
  readonly overruled?: readonly { readonly channel: Channel; readonly state: 'in' | 'out' }[];
}

/** D10: an opt-out sooner after the registration than this may be a side effect of it. */
const EARLY_OPT_OUT_MS = 900_000;

/** The signals a document carries; a channel it does not mention is not in the list. */
export function signalsOf(document: ConsentSignals): ConsentSignal[] {
  return CHANNELS.flatMap((channel) => {
    const state = channel === 'email' ? document.emailConsent : document.mobileConsent;
    const at = channel === 'email' ? document.emailConsentAt : document.mobileConsentAt;
    return state === undefined ? [] : [{ channel, state, ...(at ? { at } : {}) }];
  });
}

/**
 * Decides what a document's words about consent change. An act has a time of its own; without one only a change
 * that was seen counts, and the first "no" is a baseline. The newer act wins; at equal times `out` wins.
 *
 * @param seenAt when the document was true: its update time, else now.
 * @param sync with S9 on: what a registration says, and how early opt-outs are treated.
 */
export function decideConsent(
  signals: readonly ConsentSignal[],
  known: KnownContact | undefined,
  seenAt: Instant,
  sync?: ConsentSync,
): ConsentOutcome {
  const changes: { [C in Channel]?: 'in' | 'out' } = {};
  const updates: ConsentUpdate[] = [];
  const reasons: Reason[] = [];
  const overruled: { channel: Channel; state: 'in' | 'out' }[] = [];
  let recheckAt: Instant | undefined;
  for (const signal of signals) {
    const salesmanago = known?.consent[signal.channel];
    const store = known?.storeConsent[signal.channel];
    const one = decideChannel(signal, salesmanago, store, seenAt, sync);
    const inputs = {
      channel: signal.channel,
      said: signal.state,
      at: signal.at ?? seenAt,
      act: signal.at !== undefined,
      salesmanago: salesmanago?.state ?? 'unknown',
      store: store?.state ?? 'unknown',
      ...(one.recheckAt ? { recheckAt: one.recheckAt } : {}),
    };
    reasons.push({ rule: `consent.${one.rule}`, result: one.change ?? 'nothing sent', inputs });
    if (one.change) changes[signal.channel] = one.change;
    recheckAt ??= one.recheckAt;
    if (one.overruledBy) overruled.push({ channel: signal.channel, state: one.overruledBy });
    if (one.salesmanago || one.store || one.rule === 'held') {
      updates.push({
        channel: signal.channel,
        ...(one.salesmanago ? { salesmanago: one.salesmanago } : {}),
        ...(one.store ? { store: one.store } : {}),
        rule: one.rule,
        inputs,
      });
    }
  }
  return {
    changes,
    updates,
    reasons,
    ...(recheckAt ? { recheckAt } : {}),
    ...(overruled.length > 0 ? { overruled } : {}),
  };
}

interface ChannelOutcome {
  rule: string;
  change?: 'in' | 'out';
  /** New state in SALESmanago; without a change only its time moves on. */
  salesmanago?: KnownConsent;
  store?: KnownConsent;
  recheckAt?: Instant;
  /** The newer word that the store does not show. */
  overruledBy?: 'in' | 'out';
}

function decideChannel(
  signal: ConsentSignal,
  salesmanago: KnownConsent | undefined,
  store: KnownConsent | undefined,
  seenAt: Instant,
  sync: ConsentSync | undefined,
): ChannelOutcome {
  const { state } = signal;
  const isAct = signal.at !== undefined;
  const at = signal.at ?? seenAt;
  const said: KnownConsent = { state, at };
  if (store?.at && at < store.at) return { rule: 'older' };
  if (state === 'unknown' || state === 'pending') {
    return { rule: state, ...(store?.state === state ? {} : { store: said }) };
  }
  const isHeld = store?.isHeld === true && store.state === state && store.at === at;
  // The same act told again (an order that is updated still carries its tick) was decided the first time.
  if (store?.state === state && !isHeld && (!isAct || store.at === at))
    return { rule: 'unchanged' };
  if (!isAct && state === 'out' && store?.state !== 'in' && !isHeld) {
    return { rule: 'firstNoIsBaseline', store: said };
  }
  // A flag of unknown age, seen for the first time, is no reason to doubt an opt-out that is known.
  if (!isAct && state === 'in' && store === undefined && salesmanago?.state === 'out') {
    return { rule: 'firstYesAfterOptOut', store: said };
  }
  if (salesmanago?.state === state) {
    const isNewer = isAct && (salesmanago.at === undefined || at > salesmanago.at);
    return { rule: 'unchanged', store: said, ...(isNewer ? { salesmanago: said } : {}) };
  }
  if (salesmanago?.at && salesmanago.state !== 'unknown') {
    if (!wins(said, salesmanago.state, salesmanago.at)) {
      const isWord = salesmanago.state === 'in' || salesmanago.state === 'out';
      return {
        rule: 'older',
        store: said,
        ...(isWord ? { overruledBy: salesmanago.state as 'in' | 'out' } : {}),
      };
    }
  }
  if (state === 'out' && sync) {
    if (sync.isRegistration) return { rule: 'registration', store: said };
    const until = heldUntil(at, sync);
    if (until) {
      return sync.earlyOptOut === 'hold'
        ? { rule: 'held', store: said }
        : { rule: 'held', store: { ...said, isHeld: true }, recheckAt: until };
    }
  }
  return {
    rule: isAct ? 'act' : 'observedChange',
    change: state,
    salesmanago: said,
    store: said,
  };
}

/** The newer time wins; at equal times an `out` does. */
function wins(said: KnownConsent, known: ConsentState, knownAt: Instant): boolean {
  if (said.at !== knownAt) return said.at !== undefined && said.at > knownAt;
  return said.state === 'out' && known !== 'out';
}

/** The end of the time in which an opt-out counts as a side effect of the registration, while it lasts. */
function heldUntil(
  at: Instant,
  { registeredAt, earlyOptOut, now }: ConsentSync,
): Instant | undefined {
  if (!registeredAt) return undefined;
  const until = Date.parse(registeredAt) + EARLY_OPT_OUT_MS;
  if (Date.parse(at) >= until) return undefined;
  if (earlyOptOut === 'sendLater' && Date.parse(now) >= until) return undefined;
  return new Date(until).toISOString();
}
