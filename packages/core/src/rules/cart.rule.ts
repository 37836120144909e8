import { addDecimals, multiplyDecimal } from '../mapping/decimal.js';
import type { Cart } from '../model/records.js';
import type { Instant } from '../model/values.js';
import type { CartWindow, StoreSettings } from '../settings/store-settings.js';
import { type ContactRef, contactKeyOf } from './command.js';
import { filtered } from './contact.rule.js';
import type { Decision, DecisionInput, OpenCart } from './decision.js';
import { cartEvent } from './event.js';
import { withMappedDetails } from './extras.rule.js';
import { fingerprint } from './fingerprint.js';
import { cartKeyOf, isIgnoredAddress } from './identity.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** S32: what one address can be made to open by pages that name it. */
const MAX_CLAIMED_CARTS_A_DAY = 3;
const WINDOW_MS: Readonly<Record<CartWindow, number>> = {
  'always-new': 0,
  '15m': HOUR_MS / 4,
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '7d': 168 * HOUR_MS,
  'always-update': Number.POSITIVE_INFINITY,
};

/** How long a CART event is updated, counted from the first add: the shortest of S21/S40, S41 and S42. */
export function cartWindowMs(
  settings: Pick<StoreSettings, 'cartWindow' | 'smeventCookieHours' | 'cartUpdateHours'>,
): number {
  const hours = (value: number | null) =>
    value === null ? Number.POSITIVE_INFINITY : value * HOUR_MS;
  return Math.min(
    WINDOW_MS[settings.cartWindow],
    hours(settings.smeventCookieHours),
    hours(settings.cartUpdateHours),
  );
}

/** Who a cart belongs to, as far as it says itself. */
export function cartOwner(cart: Cart, customerEmail: string | undefined): ContactRef | undefined {
  const email = cart.email ?? (cart.customerId ? customerEmail : undefined);
  if (email) return { email };
  return cart.contactId ? { contactId: cart.contactId } : undefined;
}

/**
 * Decides a cart snapshot: a CART event for a known person, updated within the window and new after it; nothing for
 * an unknown visitor, a snapshot older than the last one, or a cart that became an order.
 */
export function decideCart(input: DecisionInput<'cart'>): Decision {
  const cart = input.record as Cart;
  const { store, known, now } = input;
  const owner = cartOwner(cart, known.customerEmail);
  if (cart.completedAt) return filtered('completedCart', 'The cart became an order.');
  if (!owner) {
    return filtered('unknownVisitor', 'Nobody knows whose cart this is.', {
      ...(cart.identity ? { inputs: { identity: cart.identity } } : {}),
    });
  }
  if ('email' in owner && isIgnoredAddress(owner.email, store.settings)) {
    return filtered('ignoredDomain', 'The domain of the address is on the ignored list.');
  }
  const contactKey = contactKeyOf(owner);
  const cartKey = cartKeyOf(store, contactKey);
  const snapshotAt = cart.updatedAt ?? now;
  const open = stillOpen(known.cart, now) ? known.cart : undefined;
  if (known.cart && snapshotAt < known.cart.snapshotAt) {
    return filtered('stale', 'A newer snapshot of this cart was decided before.', {
      inputs: { snapshotAt, known: known.cart.snapshotAt },
    });
  }
  if (!Array.isArray(cart.lines)) {
    return filtered('noLines', 'The document does not say what is in the cart.');
  }
  const refusal = claimRefusal(input, open);
  if (refusal) return refusal;
  const isEmpty = cart.lines.length === 0;
  const print = fingerprint({ lines: cart.lines, total: cart.total });
  const isRepeated = known.cart?.snapshotAt === snapshotAt && known.cart.fingerprint === print;
  if (open?.fingerprint === print || isRepeated) {
    return filtered('unchanged', 'The cart is as it was sent.');
  }
  if (isEmpty) return emptied(input, { cartKey, contactKey, owner, open, snapshotAt, print });
  const value = cart.total ?? linesTotal(cart);
  const next = nextOpen(open, store.settings, snapshotAt, print, now, cart.identity === 'claimed');
  return {
    commands: [
      {
        kind: 'cartEvent',
        lane: 'live',
        contactKey,
        payload: {
          contact: owner,
          cartKey,
          openedAt: next.createdAt,
          isUpdate: open !== undefined,
          event: withMappedDetails(cartEvent(cart, store, snapshotAt, value), input.extras),
        },
      },
    ],
    reasons: [
      {
        rule: open ? 'cart.update' : 'cart.new',
        result: 'sent',
        inputs: {
          window: store.settings.cartWindow,
          openSince: open?.createdAt ?? null,
          expiresAt: open?.expiresAt ?? null,
        },
      },
    ],
    memory: { contactKey, cart: { key: cartKey, open: next } },
  };
}

/** S32: what a page claims may open a few carts a day, and never touches one that somebody else spoke of. */
function claimRefusal(
  { record, known, now }: DecisionInput<'cart'>,
  open: OpenCart | undefined,
): Decision | undefined {
  if ((record as Cart).identity !== 'claimed') return undefined;
  if (open) {
    return open.isClaimed
      ? undefined
      : filtered('claimedCart', 'A cart of this person is open that no claim may change.');
  }
  const since = Date.parse(now) - DAY_MS;
  const recent = (known.claimedCarts ?? []).filter((openedAt) => Date.parse(openedAt) > since);
  if (recent.length < MAX_CLAIMED_CARTS_A_DAY) return undefined;
  return filtered(
    'tooManyClaimedCarts',
    `Claims opened ${recent.length} carts of this person within a day; ${MAX_CLAIMED_CARTS_A_DAY} are allowed.`,
  );
}

const stillOpen = (cart: OpenCart | undefined, now: Instant): boolean =>
  cart !== undefined && (cart.expiresAt === undefined || cart.expiresAt > now);

/** The row of a cart that was bought or emptied: its window is over, and snapshots from before that are stale. */
export function closedCart(
  cart: OpenCart | undefined,
  closedAt: Instant,
  now: Instant,
): OpenCart | null {
  if (!cart) return null;
  return {
    ...cart,
    expiresAt: cart.expiresAt !== undefined && cart.expiresAt < now ? cart.expiresAt : now,
    snapshotAt: cart.snapshotAt > closedAt ? cart.snapshotAt : closedAt,
  };
}

function nextOpen(
  open: OpenCart | undefined,
  settings: StoreSettings,
  snapshotAt: Instant,
  print: string,
  now: Instant,
  isClaimed: boolean,
): OpenCart {
  if (open) {
    const { isClaimed: _, ...row } = open;
    return { ...row, snapshotAt, fingerprint: print, ...(isClaimed ? { isClaimed } : {}) };
  }
  const window = cartWindowMs(settings);
  return {
    createdAt: now,
    ...(Number.isFinite(window)
      ? { expiresAt: new Date(Date.parse(now) + window).toISOString() }
      : {}),
    snapshotAt,
    fingerprint: print,
    ...(isClaimed ? { isClaimed } : {}),
  };
}

interface EmptiedCart {
  cartKey: string;
  contactKey: string;
  owner: ContactRef;
  open: OpenCart | undefined;
  snapshotAt: Instant;
  print: string;
}

/** S24: the last product was removed. */
function emptied(input: DecisionInput<'cart'>, e: EmptiedCart): Decision {
  const { settings } = input.store;
  if (!e.open) return filtered('emptyCart', 'The cart is empty and no CART event is open.');
  const reasons = [{ rule: 'cart.emptied', result: settings.emptiedCart }];
  const remembered = {
    key: e.cartKey,
    open: { ...e.open, snapshotAt: e.snapshotAt, fingerprint: e.print },
  };
  if (settings.emptiedCart === 'leave') {
    return filtered('emptiedCart', 'The setting leaves the open event as it is.', {
      memory: { contactKey: e.contactKey, cart: remembered },
    });
  }
  if (settings.emptiedCart === 'zero') {
    const event = cartEvent(input.record as Cart, input.store, e.snapshotAt, '0');
    return {
      commands: [
        {
          kind: 'cartEvent',
          lane: 'live',
          contactKey: e.contactKey,
          payload: {
            contact: e.owner,
            cartKey: e.cartKey,
            openedAt: e.open.createdAt,
            isUpdate: true,
            event,
          },
        },
      ],
      reasons,
      memory: { contactKey: e.contactKey, cart: remembered },
    };
  }
  return {
    commands: [
      {
        kind: 'deleteCartEvent',
        lane: 'live',
        contactKey: e.contactKey,
        payload: { cartKey: e.cartKey, openedAt: e.open.createdAt },
      },
    ],
    reasons,
    memory: {
      contactKey: e.contactKey,
      cart: { key: e.cartKey, open: closedCart(remembered.open, e.snapshotAt, input.now) },
    },
  };
}

function linesTotal(cart: Cart): string {
  const currency = cart.currency ?? undefined;
  return addDecimals(
    cart.lines.map(
      (line) => line.total ?? multiplyDecimal(line.unitPrice ?? '0', line.quantity, currency),
    ),
    currency,
  );
}
