import type { Dice } from './dice.js';

/** A webhook before it is signed. */
export interface Delivery {
  readonly topic: string;
  readonly body: object;
}

/** An event SALESmanago has to have in the end: once, with this value. */
export interface ExpectedEvent {
  readonly type: 'CART' | 'PURCHASE' | 'CANCELLATION';
  /** The order; a CART has none. */
  readonly externalId?: string;
  readonly value?: number;
}

/** What SALESmanago has to know of one person when everything is delivered. */
export interface ExpectedPerson {
  readonly email: string;
  /** An address the person had before and is known under no more. */
  readonly formerEmail?: string;
  /** The last of the names `Rev 1`, `Rev 2` …, which tell snapshots of one person apart. */
  readonly revision?: number;
  readonly isOptedOut?: boolean;
  /** Whether a mail asks for a confirmation: one, and another only after the window of the setting. */
  readonly isAskedByMail?: boolean;
  /** In the order in which they have to arrive. */
  readonly events: readonly ExpectedEvent[];
}

/** What one person does in a shop. A shop sends the webhooks of one person one after the other. */
export interface Story {
  readonly kind: StoryKind;
  readonly shop: 'plain' | 'confirming';
  readonly deliveries: readonly Delivery[];
  readonly expected: ExpectedPerson;
}

export const STORY_KINDS = [
  'order',
  'guest order',
  'cancelled order',
  'cart and order',
  'emptied cart',
  'changes of mind',
  'new address',
  'confirmation mail',
] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

const MINUTE_MS = 60_000;
/** In the confirming shop nobody gets a second mail within this time; a whole minute is the shortest there is. */
export const MAIL_WINDOW_MINUTES = 1;

/** Makes up people and what they do, as Shopify would report it. */
export class Storyteller {
  private people = 0;

  constructor(
    private readonly dice: Dice,
    /** The stories' present; changes and snapshots follow each other by a minute. */
    private readonly startMs: number,
    private readonly kinds: readonly StoryKind[] = STORY_KINDS,
  ) {}

  story(kind: StoryKind = this.dice.pick(this.kinds)): Story {
    this.people += 1;
    const person = new Person(this.people, this.startMs);
    switch (kind) {
      case 'order':
        return this.orders(person, this.dice.between(1, 3));
      case 'guest order':
        return guestOrder(person);
      case 'cancelled order':
        return cancelledOrder(person);
      case 'cart and order':
        return this.cartAndOrder(person);
      case 'emptied cart':
        return emptiedCart(person);
      case 'changes of mind':
        return this.changesOfMind(person);
      case 'new address':
        return newAddress(person);
      case 'confirmation mail':
        return confirmationMail(person);
    }
  }

  /** Each order is told three times, as shops do: created, paid, updated. */
  private orders(person: Person, count: number): Story {
    const ids = Array.from({ length: count }, (_, n) => person.orderId(n));
    return {
      kind: 'order',
      shop: 'plain',
      deliveries: ids.flatMap((id) =>
        ['orders/create', 'orders/paid', 'orders/updated'].map((topic) => ({
          topic,
          body: person.order(id),
        })),
      ),
      expected: {
        email: person.email,
        events: ids.map((externalId) => ({ type: 'PURCHASE', externalId, value: person.total })),
      },
    };
  }

  private cartAndOrder(person: Person): Story {
    const snapshots = this.dice.between(2, 4);
    const orderId = person.orderId(0);
    return {
      kind: 'cart and order',
      shop: 'plain',
      deliveries: [
        { topic: 'customers/create', body: person.customer(1) },
        ...Array.from({ length: snapshots }, (_, n) => ({
          topic: n === 0 ? 'checkouts/create' : 'checkouts/update',
          body: person.checkout(n + 1),
        })),
        { topic: 'orders/paid', body: person.order(orderId) },
      ],
      expected: {
        email: person.email,
        events: [
          { type: 'CART', value: snapshots * 10 },
          { type: 'PURCHASE', externalId: orderId, value: person.total },
        ],
      },
    };
  }

  /** In and out of the newsletter, with a new name each time, so that an older snapshot would be seen. */
  private changesOfMind(person: Person): Story {
    const revisions = this.dice.between(2, 5);
    return {
      kind: 'changes of mind',
      shop: 'plain',
      deliveries: Array.from({ length: revisions }, (_, n) => ({
        topic: n === 0 ? 'customers/create' : 'customers/update',
        body: person.customer(n + 1, n % 2 === 0 ? 'subscribed' : 'unsubscribed'),
      })),
      expected: {
        email: person.email,
        revision: revisions,
        isOptedOut: revisions % 2 === 0,
        events: [],
      },
    };
  }
}

const guestOrder = (person: Person): Story => ({
  kind: 'guest order',
  shop: 'plain',
  deliveries: [
    { topic: 'orders/paid', body: { ...person.order(person.orderId(0)), customer: null } },
  ],
  expected: {
    email: person.email,
    events: [{ type: 'PURCHASE', externalId: person.orderId(0), value: person.total }],
  },
});

function cancelledOrder(person: Person): Story {
  const externalId = person.orderId(0);
  const cancelled = {
    ...person.order(externalId),
    financial_status: 'voided',
    cancelled_at: person.at(12),
    updated_at: person.at(12),
  };
  return {
    kind: 'cancelled order',
    shop: 'plain',
    deliveries: [
      { topic: 'orders/paid', body: person.order(externalId) },
      { topic: 'orders/cancelled', body: cancelled },
      { topic: 'orders/updated', body: cancelled },
    ],
    expected: {
      email: person.email,
      events: [
        { type: 'PURCHASE', externalId, value: person.total },
        { type: 'CANCELLATION', externalId, value: person.total },
      ],
    },
  };
}

const emptiedCart = (person: Person): Story => ({
  kind: 'emptied cart',
  shop: 'plain',
  deliveries: [
    { topic: 'customers/create', body: person.customer(1) },
    { topic: 'checkouts/create', body: person.checkout(1) },
    { topic: 'checkouts/update', body: person.checkout(2) },
    { topic: 'checkouts/update', body: { ...person.checkout(3), line_items: [] } },
  ],
  expected: { email: person.email, events: [] },
});

function newAddress(person: Person): Story {
  const externalId = person.orderId(0);
  const email = `new.${person.email}`;
  return {
    kind: 'new address',
    shop: 'plain',
    deliveries: [
      { topic: 'customers/create', body: person.customer(1) },
      { topic: 'customers/update', body: { ...person.customer(2), email } },
      { topic: 'orders/paid', body: person.order(externalId, email) },
    ],
    expected: {
      email,
      formerEmail: person.email,
      events: [{ type: 'PURCHASE', externalId, value: person.total }],
    },
  };
}

const confirmationMail = (person: Person): Story => ({
  kind: 'confirmation mail',
  shop: 'confirming',
  deliveries: [
    { topic: 'customers/create', body: person.customer(1, 'subscribed') },
    { topic: 'orders/paid', body: person.order(person.orderId(0)) },
  ],
  expected: {
    email: person.email,
    isAskedByMail: true,
    events: [{ type: 'PURCHASE', externalId: person.orderId(0), value: person.total }],
  },
});

/** One customer of the shop, and Shopify's documents about him. */
class Person {
  readonly email: string;
  readonly total: number;

  constructor(
    private readonly number: number,
    private readonly startMs: number,
  ) {
    this.email = `person${number}@customer.example`;
    this.total = 20 + (number % 80);
  }

  orderId(n: number): string {
    return String(5_000_000_000 + this.number * 10 + n);
  }

  at(minute: number): string {
    return new Date(this.startMs + minute * MINUTE_MS).toISOString();
  }

  customer(revision: number, consent?: 'subscribed' | 'unsubscribed'): object {
    return {
      ...this.account(this.email),
      last_name: String(revision),
      updated_at: this.at(revision),
      ...(consent
        ? { email_marketing_consent: { state: consent, consent_updated_at: this.at(revision) } }
        : {}),
    };
  }

  checkout(snapshot: number): object {
    return {
      token: `checkout-${this.number}`,
      email: this.email,
      created_at: this.at(0),
      updated_at: this.at(snapshot),
      completed_at: null,
      currency: 'PLN',
      total_price: `${snapshot * 10}.00`,
      line_items: [line(11, snapshot)],
      customer: this.account(this.email),
    };
  }

  order(id: string, email = this.email): object {
    return {
      id: Number(id),
      name: `#${id}`,
      email,
      created_at: this.at(10),
      processed_at: this.at(10),
      updated_at: this.at(10),
      cancelled_at: null,
      financial_status: 'paid',
      currency: 'PLN',
      total_price: `${this.total}.00`,
      customer: this.account(email),
      line_items: [line(11, 1), line(12, 2)],
      refunds: [],
    };
  }

  private account(email: string) {
    return {
      id: 7_000_000_000 + this.number,
      email,
      first_name: 'Rev',
      last_name: '1',
      state: 'enabled',
      created_at: this.at(0),
      updated_at: this.at(1),
    };
  }
}

const line = (productId: number, quantity: number) => ({
  id: productId,
  product_id: productId,
  variant_id: productId * 10,
  sku: `SKU-${productId}`,
  title: `Product ${productId}`,
  quantity,
  price: '10.00',
});
