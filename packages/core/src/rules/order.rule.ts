import type { Contact, ContactTrigger, Order, Refund } from '../model/records.js';
import type { Instant, Known } from '../model/values.js';
import type { OrderMeaning } from '../settings/store-settings.js';
import { closedCart } from './cart.rule.js';
import { type Command, contactKeyOf } from './command.js';
import { type ConsentSignal, signalsOf } from './consent.rule.js';
import { filtered, tagsFor } from './contact.rule.js';
import type { Decision, DecisionInput, Reason, StoreFacts } from './decision.js';
import { MAX_PRODUCTS_LENGTH, orderEvent, productIds } from './event.js';
import {
  contactExtras,
  mappingReasons,
  planKeyInformation,
  withKeyInformation,
  withMappedDetails,
} from './extras.rule.js';
import { cartKeyOf, type EffectType, isIgnoredAddress, orderEffectKey } from './identity.js';
import { changedFields, contactFields, fieldHashes } from './upsert.js';
import { consentOf, hasChanges, isBulk, isKnown, memoryOf, planUpsert } from './upsert-plan.js';

/** What a state of the platform means in this store: the setting, else the platform's default. */
export function meaningOf(state: string, store: StoreFacts): OrderMeaning | undefined {
  const { settings, orderStates, placedStates } = store;
  if (Object.hasOwn(settings.orderStates, state)) return settings.orderStates[state];
  if (settings.purchaseOn === 'placed' && placedStates.includes(state)) return 'purchase';
  return Object.hasOwn(orderStates, state) ? orderStates[state] : undefined;
}

type KeyedStore = Pick<StoreFacts, 'clientId' | 'shopKey' | 'otherShopKeys'>;

/** Every effect key a decision about this order may take or ask for. */
export function orderEffectKeys(order: Order, store: KeyedStore): string[] {
  const types: EffectType[] = ['PURCHASE', 'CANCELLATION', 'RETURN'];
  return [
    ...types.flatMap((type) => effectKeysOf(store, order.externalId, type)),
    ...(order.refunds ?? []).flatMap((refund) =>
      effectKeysOf(store, order.externalId, 'RETURN', refund.externalId),
    ),
  ];
}

/** The key that is taken, and those under which the same thing may have been sent before. */
const effectKeysOf = (
  store: KeyedStore,
  orderId: string,
  type: EffectType,
  part?: string,
): string[] =>
  [store.shopKey, ...(store.otherShopKeys ?? [])].map((shopKey) =>
    orderEffectKey({ clientId: store.clientId, shopKey }, orderId, type, part),
  );

const isTaken = (
  { store, known }: DecisionInput,
  orderId: string,
  type: EffectType,
  part?: string,
): boolean => effectKeysOf(store, orderId, type, part).some((key) => known.effects.has(key));

/**
 * Decides an order: PURCHASE once it is what the setting calls a purchase, CANCELLATION and RETURN only after a
 * PURCHASE, nothing for test orders. Consent given at the checkout counts whatever became of the order.
 */
export function decideOrder(input: DecisionInput<'order'>): Decision {
  const order = withLines(input.record as Order);
  const { store, known, now } = input;
  if (order.isTest) return filtered('testOrder', 'The store marks the order as a test.');
  const email = orderAddress(order, input.known.customerEmail);
  if (!email)
    return filtered(
      'noAddress',
      'The order has no e-mail address, so there is nobody to send it for.',
    );
  if (isIgnoredAddress(email, store.settings)) {
    return filtered('ignoredDomain', 'The domain of the address is on the ignored list.');
  }
  const cartKey = cartKeyOf(store, contactKeyOf({ email }));
  const meaning = meaningOf(order.state, store);
  const stateReason: Reason = {
    rule: 'orderState',
    result: meaning ?? 'unknown state',
    inputs: { state: order.state, purchaseOn: store.settings.purchaseOn },
  };
  const events = eventsFor(order, meaning, email, input);
  const sends = events.commands.length > 0;
  const consent = consentOf(checkoutSignals(order), input, order.updatedAt);
  const consents = hasChanges(consent);
  if (!sends && !consents) {
    return filtered(events.rule, events.result, {
      reasons: [stateReason, ...consent.reasons],
      memory: consent.updates.length ? memoryOf(consent, email) : {},
    });
  }
  const isPurchase = events.commands.some(
    (c) => c.kind === 'addEvent' && c.payload.event.contactExtEventType === 'PURCHASE',
  );
  const triggers: ContactTrigger[] = [
    ...(Object.values(consent.changes).includes('in') ? (['newsletter'] as const) : []),
    ...(isPurchase ? [order.customerId ? ('purchase' as const) : ('guestPurchase' as const)] : []),
  ];
  const plan =
    skipsContact(input) && !consents && !hasNewExtras(input)
      ? {
          reasons: [
            {
              rule: 'contactKnown',
              result: 'SALESmanago has the contact; the export sends the event alone.',
            },
          ],
          memory: memoryOf(consent, email),
        }
      : planUpsert(
          input,
          email,
          fieldsOf(order, isPurchase, input),
          consent,
          tagsFor(triggers, input),
        );
  const info = planKeyInformation(input, email, isBulk(input) ? 'export' : 'live');
  return {
    commands: [
      ...('command' in plan && plan.command ? [plan.command] : []),
      ...events.commands,
      ...info.commands,
    ],
    reasons: [
      stateReason,
      ...mappingReasons(input),
      ...plan.reasons,
      ...info.reasons,
      ...(sends ? events.reasons : [{ rule: events.rule, result: events.result }]),
    ],
    memory: {
      ...withKeyInformation(plan.memory, info, input),
      // An order out of the past is not what became of the cart of today.
      ...(isPurchase && !isBulk(input)
        ? { cart: { key: cartKey, open: closedCart(known.cart, order.placedAt, now) } }
        : {}),
    },
  };
}

/** A document without a list of lines is an order without products, not a crash. */
const withLines = (order: Order): Order => ({ ...order, lines: order.lines ?? [] });

/**
 * A box ticked at the checkout was ticked when the order was placed, whatever happens to the order later; an unticked
 * one says nothing.
 */
const checkoutSignals = (order: Order): ConsentSignal[] =>
  signalsOf(order)
    .filter((signal) => signal.at !== undefined || signal.state === 'in')
    .map((signal) => ({ at: order.placedAt, ...signal }));

/** The account's address of a known customer; the address on the order for everyone else. */
export const orderAddress = (order: Order, customerEmail: string | undefined): string | undefined =>
  (order.customerId ? customerEmail : undefined) ?? order.email ?? undefined;

/** Old orders of people the account already has need no second contact call. */
const skipsContact = (input: DecisionInput): boolean =>
  isBulk(input) && isKnown(input.known.contact);

/**
 * What the order tells about the person. Of a registered customer only what is not known yet: the name on a bill is
 * often somebody else's.
 */
function fieldsOf(order: Order, isPurchase: boolean, input: DecisionInput) {
  const { known, store } = input;
  const contact: Contact = {
    email: order.email,
    externalId: order.customerId,
    name: order.name,
    firstName: order.firstName,
    lastName: order.lastName,
    phone: order.phone,
    company: order.company,
    address: order.address,
    language: order.language,
    ...(isPurchase ? { isCustomer: true } : {}),
  };
  const fields = contactFields(contact, store.settings, store.language);
  const extras = contactExtras(input);
  if (!order.customerId || !known.contact) return { ...fields, ...extras };
  const sent = known.contact.fields;
  const news = Object.entries(fields).filter(
    ([name]) => name === 'state' || !Object.hasOwn(sent, name),
  );
  return { ...Object.fromEntries(news), ...extras };
}

/** D14: an order of the past tells something about a known person that SALESmanago does not have. */
const hasNewExtras = (input: DecisionInput): boolean =>
  changedFields(fieldHashes(contactExtras(input)), input.known.contact?.fields ?? {}).length > 0;

interface EventPlan {
  readonly commands: readonly Command[];
  readonly reasons: readonly Reason[];
  /** Why there is no event, when there is none. */
  readonly rule: string;
  readonly result: string;
}

function eventsFor(
  order: Order,
  meaning: OrderMeaning | undefined,
  email: string,
  input: DecisionInput,
): EventPlan {
  switch (meaning) {
    case undefined:
      return none(
        'unknownState',
        `No rule says what the order state ${order.state} means; set it in the order states.`,
      );
    case 'ignore':
      return none(
        'notAPurchase',
        `An order in state ${order.state} is neither a purchase nor its end.`,
      );
    case 'purchase': {
      const purchase = eventOnce('PURCHASE', '-', order, email, input);
      return input.store.settings.returns === 'refund'
        ? both(purchase, partialReturns(order, email, input))
        : purchase;
    }
    case 'cancellation':
      return afterPurchase(order, input, 'CANCELLATION', () =>
        eventOnce('CANCELLATION', '-', order, email, input),
      );
    case 'return':
      return afterPurchase(order, input, 'RETURN', () =>
        isReturnedInParts(order, input)
          ? partialReturns(order, email, input)
          : eventOnce('RETURN', '-', order, email, input),
      );
  }
}

const none = (rule: string, result: string): EventPlan => ({
  commands: [],
  reasons: [],
  rule,
  result,
});

const both = (one: EventPlan, other: EventPlan): EventPlan => ({
  ...one,
  commands: [...one.commands, ...other.commands],
  reasons: [...one.reasons, ...other.reasons],
});

function afterPurchase(
  order: Order,
  input: DecisionInput,
  type: EffectType,
  plan: () => EventPlan,
): EventPlan {
  return hasPurchase(order, input)
    ? plan()
    : none('noPurchase', `No PURCHASE of this order is known, so there is no ${type} to send.`);
}

/** S61; also after a change of the setting, so that what was sent in parts is not sent again as a whole. */
function isReturnedInParts(order: Order, input: DecisionInput): boolean {
  const refunds = order.refunds ?? [];
  return input.store.settings.returns === 'refund'
    ? refunds.length > 0
    : refunds.some((refund) => isTaken(input, order.externalId, 'RETURN', refund.externalId));
}

/** S61 "once per refund": one RETURN for each refund, with its own amount. */
function partialReturns(order: Order, email: string, input: DecisionInput): EventPlan {
  const nothing = none('alreadySent', 'Every refund of this order was sent before.');
  if (isTaken(input, order.externalId, 'RETURN')) return nothing;
  return (order.refunds ?? [])
    .map((refund) => eventOnce('RETURN', refund.externalId, order, email, input, refund))
    .reduce(both, nothing);
}

/** A PURCHASE that is a dead letter has not happened: its end is not sent before it. */
function hasPurchase(order: Order, { store, known }: DecisionInput): boolean {
  return effectKeysOf(store, order.externalId, 'PURCHASE').some(
    (key) => known.effects.has(key) && !known.deadEffects?.has(key),
  );
}

function eventOnce(
  type: EffectType,
  part: string,
  order: Order,
  email: string,
  input: DecisionInput,
  refund?: Refund,
): EventPlan {
  const { store } = input;
  const effectKey = orderEffectKey(store, order.externalId, type, part);
  if (isTaken(input, order.externalId, type, part)) {
    return none('alreadySent', `The ${type} of this order was sent before or is on its way.`);
  }
  const date = dateOf(type, order, refund) ?? order.updatedAt ?? input.now;
  const value = refund ? (refund.amount ?? undefined) : order.total;
  const event = withMappedDetails(orderEvent(order, type, store, { date, value }), input.extras);
  const cut = isCut(order, store) ? ' The product list was cut at 512 characters.' : '';
  return {
    commands: [
      {
        kind: 'addEvent',
        lane: isBulk(input) ? 'export' : 'live',
        contactKey: contactKeyOf({ email }),
        effectKey,
        payload: { contact: { email }, event },
      },
    ],
    reasons: [
      {
        rule: type.toLowerCase(),
        result: `sent.${cut}`,
        inputs: { effectKey, date, value: event.value },
      },
    ],
    rule: '',
    result: '',
  };
}

/** The order's own times, so that every source gives the same date. */
function dateOf(type: EffectType, order: Order, refund: Refund | undefined): Known<Instant> {
  switch (type) {
    case 'PURCHASE':
      return order.paidAt ?? order.placedAt;
    case 'CANCELLATION':
      return order.cancelledAt;
    case 'RETURN':
      return refund ? refund.at : lastRefundAt(order);
  }
}

const lastRefundAt = (order: Order): Instant | undefined =>
  (order.refunds ?? [])
    .map((refund) => refund.at ?? '')
    .sort()
    .at(-1) || undefined;

const isCut = (order: Order, store: StoreFacts): boolean =>
  productIds(order.lines, store).join(',').length > MAX_PRODUCTS_LENGTH;
