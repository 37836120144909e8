import { type OrderDraft, type Person, person, refundDocument } from './shopify-documents.js';

export interface Delivery {
  readonly topic: string;
  /** An order, or the body of `refunds/create`. */
  readonly order?: OrderDraft;
  readonly body?: object;
}

/** One order of the fifty: what the shop sends about it, in order, and what has to come of it. */
export interface OrderStory {
  readonly order: OrderDraft;
  readonly deliveries: readonly Delivery[];
  readonly events: readonly string[];
  /** How the order is when the hub asks for it. */
  readonly now?: OrderDraft;
}

/** Shared with the database of the shop: ids beyond 2^53 are not ours to lose, so they start high. */
const FIRST_ID = 5_500_000_000_000;

/** Builds a story from a draft and the way it goes. */
type Plot = (draft: OrderDraft) => Omit<OrderStory, 'order'>;

const told = (topic: string, order: OrderDraft): Delivery => ({ topic, order });
const as = (draft: OrderDraft, change: Partial<OrderDraft>): OrderDraft => ({
  ...draft,
  ...change,
});

const PLOTS: readonly [count: number, name: string, plot: Plot][] = [
  [
    12,
    'paid at once',
    (draft) => ({ deliveries: [told('orders/create', draft)], events: ['PURCHASE'] }),
  ],
  [
    6,
    'placed, paid, changed',
    (draft) => ({
      deliveries: [
        told('orders/create', as(draft, { status: 'pending' })),
        told('orders/paid', draft),
        told('orders/updated', draft),
      ],
      events: ['PURCHASE'],
    }),
  ],
  [
    5,
    'paid before it was placed',
    (draft) => ({
      deliveries: [
        told('orders/paid', draft),
        told('orders/create', as(draft, { status: 'pending' })),
      ],
      events: ['PURCHASE'],
    }),
  ],
  [
    4,
    'never paid',
    (draft) => ({
      deliveries: [told('orders/create', as(draft, { status: 'pending' }))],
      events: [],
    }),
  ],
  [
    3,
    'authorized only',
    (draft) => ({
      deliveries: [told('orders/create', as(draft, { status: 'authorized' }))],
      events: [],
    }),
  ],
  [
    3,
    'a test',
    (draft) => ({ deliveries: [told('orders/paid', as(draft, { isTest: true }))], events: [] }),
  ],
  [
    6,
    'by a guest',
    (draft) => ({
      deliveries: [told('orders/create', as(draft, { isGuest: true }))],
      events: ['PURCHASE'],
    }),
  ],
  [
    3,
    'paid in euro',
    (draft) => ({
      deliveries: [
        told('orders/paid', as(draft, { presentment: { currency: 'EUR', total: '27.90' } })),
      ],
      events: ['PURCHASE'],
    }),
  ],
  [
    2,
    'returned in part',
    (draft) => ({
      deliveries: [
        told('orders/paid', draft),
        told('orders/updated', returned(draft, 'partially_refunded', '59.50')),
      ],
      events: ['PURCHASE'],
    }),
  ],
  [
    2,
    'returned',
    (draft) => ({
      deliveries: [
        told('orders/paid', draft),
        told('orders/updated', returned(draft, 'refunded', '119.00')),
      ],
      events: ['PURCHASE', 'RETURN'],
    }),
  ],
  [
    2,
    'cancelled',
    (draft) => ({
      deliveries: [
        told('orders/paid', draft),
        told('orders/cancelled', as(draft, { isCancelled: true })),
      ],
      events: ['PURCHASE', 'CANCELLATION'],
    }),
  ],
  [
    1,
    'cancelled before it was paid',
    (draft) => ({
      deliveries: [told('orders/cancelled', as(draft, { status: 'pending', isCancelled: true }))],
      events: [],
    }),
  ],
  [
    1,
    'returned, and only a refund tells',
    (draft) => ({
      deliveries: [
        told('orders/paid', draft),
        { topic: 'refunds/create', body: refundDocument(draft.id + 500, draft.id) },
      ],
      now: returned(draft, 'refunded', '119.00'),
      events: ['PURCHASE', 'RETURN'],
    }),
  ],
];

const returned = (draft: OrderDraft, status: string, amount: string): OrderDraft =>
  as(draft, { status, refunds: [{ id: draft.id + 500, amount }] });

/** Fifty orders by forty people, so that some of them buy twice. */
export function fiftyOrders(): OrderStory[] {
  return PLOTS.flatMap(([count, , plot]) => Array.from({ length: count }, () => plot)).map(
    (plot, n) => {
      const order: OrderDraft = { id: FIRST_ID + n, buyer: buyerOf(n), status: 'paid' };
      return { order, ...plot(order) };
    },
  );
}

const buyerOf = (n: number): Person => person(n % 40);
