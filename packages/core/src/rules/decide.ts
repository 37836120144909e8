import type { Cart, Order, RecordKind } from '../model/records.js';
import { decideCallback } from './callback.rule.js';
import { cartOwner, decideCart } from './cart.rule.js';
import { contactKeyOf } from './command.js';
import { decideConsentChange, decideContact, filtered } from './contact.rule.js';
import type { Decision, DecisionInput, StoreFacts } from './decision.js';
import { decideErasure } from './erasure.rule.js';
import { cartKeyOf } from './identity.js';
import { applyOperatingMode } from './operating-mode.rule.js';
import { decideOrder, orderAddress, orderEffectKeys } from './order.rule.js';
import { otherStorefront } from './storefront.rule.js';

/**
 * Decides one record: the commands with their reasons, or the rule that filtered it. Pure: everything a rule needs
 * from outside comes in with `known`.
 */
export function decide(input: DecisionInput): Decision {
  const { storefronts } = input.store;
  const elsewhere = storefronts && otherStorefront(input, storefronts);
  if (elsewhere) return filtered('otherStorefront', elsewhere);
  if (!input.store.settings.active && input.source !== 'export') {
    return filtered(
      'inactive',
      'The integration of this store is switched off; an export can fetch this later.',
    );
  }
  return applyOperatingMode(input, decideByKind);
}

function decideByKind(input: DecisionInput): Decision {
  switch (input.kind) {
    case 'contact':
      return decideContact(input as DecisionInput<'contact'>);
    case 'consent':
      return input.source === 'callback'
        ? decideCallback(input as DecisionInput<'consent'>)
        : decideConsentChange(input as DecisionInput<'consent'>);
    case 'order':
      return decideOrder(input as DecisionInput<'order'>);
    case 'cart':
      return decideCart(input as DecisionInput<'cart'>);
    case 'erasure':
      return decideErasure(input as DecisionInput<'erasure'>);
    case 'product':
      return filtered('noCatalogue', 'No product catalogue is connected to this store.');
  }
}

/** What has to be looked up before a record can be decided. */
export interface LookUps {
  /** The store's customer id whose address is asked for. */
  readonly customerId?: string;
  /** The address the record gives itself. */
  readonly email?: string;
  readonly effectKeys: readonly string[];
}

/** The look-ups of a record; the cart key follows once the address is known (`cartLookUp`). */
export function lookUpsOf(kind: RecordKind, record: object, store: StoreFacts): LookUps {
  const { email, customerId, externalId } = record as Record<string, string | null | undefined>;
  const customer = kind === 'order' || kind === 'cart' ? customerId : externalId;
  return {
    ...(kind !== 'product' && customer ? { customerId: customer } : {}),
    ...(email ? { email } : {}),
    effectKeys: kind === 'order' ? orderEffectKeys(record as Order, store) : [],
  };
}

/** The cart row a record needs: a cart's own, or the one that an order closes. */
export function cartLookUp(
  kind: RecordKind,
  record: object,
  store: StoreFacts,
  customerEmail: string | undefined,
): string | undefined {
  if (kind !== 'cart' && kind !== 'order') return undefined;
  if (kind === 'cart') {
    const owner = cartOwner(record as Cart, customerEmail);
    return owner ? cartKeyOf(store, contactKeyOf(owner)) : undefined;
  }
  const email = orderAddress(record as Order, customerEmail);
  return email ? cartKeyOf(store, contactKeyOf({ email })) : undefined;
}
