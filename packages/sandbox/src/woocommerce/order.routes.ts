import { addressFields } from './customer.routes.js';
import { listing, queryName } from './listing.js';
import { minorOf } from './money.js';
import { noteDocument, orderDocument, refundDocument } from './order.document.js';
import { type LineDraft, type OrderChanges, STATUS_NAMES } from './orders.js';
import { DATE_RULES, LIST_RULES, type ParamRules, Params } from './query.js';
import {
  ORDER_STATUSES,
  type OrderRecord,
  type OrderStatus,
  type ShippingLine,
} from './records.js';
import { RestError } from './rest.error.js';
import type { RestContext } from './rest-api.js';
import { idOf, isObject, type RestRequest, type RestResource, textField } from './rest-request.js';

const SETTABLE = [
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'checkout-draft',
] as const satisfies readonly OrderStatus[];

const RULES: ParamRules = {
  ...LIST_RULES,
  ...DATE_RULES,
  status: { is: 'enum', of: ['any', 'trash', 'auto-draft', ...SETTABLE], list: true },
  orderby: { is: 'enum', of: ['date', 'id', 'include', 'title', 'slug', 'modified'] },
  customer: { is: 'integer' },
  product: { is: 'integer' },
  parent: { is: 'ids' },
  created_via: { is: 'text' },
  dp: { is: 'integer' },
};
const PAGING = new Set(['page', 'per_page', 'offset', 'context', 'dp']);
const QUERY_NAMES = Object.keys(RULES).filter((name) => !PAGING.has(name));
const TRASH = ORDER_STATUSES.indexOf('trash');
/** Payment methods that can give money back by themselves. */
const REFUNDS_BY_ITSELF = new Set(['przelewy24', 'stripe']);

export function orderRoutes(context: RestContext): RestResource[] {
  const { orders } = context;
  const show = (record: OrderRecord, request: RestRequest) =>
    orderDocument(context.frame(), record, new Params(request.query, {}).integer('dp', 2));
  return [
    {
      path: '/wc/v3/orders',
      read: (request) => list(context, request),
      create: (request) => {
        const changes = orderFields(request.body);
        const createdVia = textField(request.body, 'created_via');
        const record = orders.place({ ...changes, ...(createdVia ? { createdVia } : {}) });
        return { status: 201, body: show(record, request) };
      },
    },
    {
      path: '/wc/v3/orders/{id}',
      read: (request) => ({ status: 200, body: show(orders.find(idOf(request)), request) }),
      update: (request) => {
        const record = orders.change(idOf(request), orderFields(request.body));
        return { status: 200, body: show(record, request) };
      },
      remove: (request) => {
        const isFinal = new Params(request.query, {}).isTrue('force');
        // The answer shows the order as it was.
        const body = show(orders.find(idOf(request)), request);
        if (isFinal) orders.erase(idOf(request));
        else orders.trash(idOf(request));
        return { status: 200, body };
      },
    },
    {
      path: '/wc/v3/orders/{id}/refunds',
      read: (request) => {
        const order = orders.find(idOf(request));
        const params = new Params(request.query, LIST_RULES);
        const byId = new Map(order.refunds.map((refund) => [refund.id, refund]));
        const ids = [...byId.keys()].sort((a, b) => b - a);
        const found = { length: ids.length, id: (n: number) => ids[n] ?? 0 };
        return listing(context.frame(), request, params, found, (id) => {
          const refund = byId.get(id);
          return refund && refundDocument(context.frame(), order, refund);
        });
      },
      create: (request) => {
        const order = orders.find(idOf(request));
        const isThroughProvider = request.body.api_refund !== false;
        if (isThroughProvider && !REFUNDS_BY_ITSELF.has(order.paymentMethod)) {
          throw new RestError(
            500,
            'woocommerce_rest_cannot_create_order_refund',
            'The payment gateway for this order does not support automatic refunds.',
          );
        }
        const made = orders.refund(order.id, {
          amount: minorOf(request.body.amount),
          reason: textField(request.body, 'reason'),
          isPaymentRefunded: isThroughProvider,
        });
        return { status: 201, body: refundDocument(context.frame(), made.order, made.refund) };
      },
    },
    {
      path: '/wc/v3/orders/{id}/refunds/{refund}',
      read: (request) => {
        const order = orders.find(idOf(request));
        const refund = order.refunds.find(({ id }) => id === idOf(request, 'refund'));
        if (refund === undefined) {
          throw new RestError(
            404,
            'woocommerce_rest_invalid_order_refund_id',
            'Invalid order refund ID.',
          );
        }
        return { status: 200, body: refundDocument(context.frame(), order, refund) };
      },
    },
    {
      path: '/wc/v3/orders/{id}/notes',
      read: (request) => {
        const order = orders.find(idOf(request));
        const body = order.notes.map((note) => noteDocument(context.frame(), order, note));
        return { status: 200, body };
      },
      create: (request) => {
        const id = idOf(request);
        const text = textField(request.body, 'note') ?? '';
        const note = orders.addNote(id, text, request.body.customer_note === true);
        return { status: 201, body: noteDocument(context.frame(), orders.find(id), note) };
      },
    },
    {
      path: '/wc/v3/reports/orders/totals',
      read: () => {
        const totals = context.shop.orders.countStates(ORDER_STATUSES.length);
        const body = SETTABLE.map((slug) => ({
          slug,
          name: STATUS_NAMES[slug],
          total: totals[ORDER_STATUSES.indexOf(slug)] ?? 0,
        }));
        return { status: 200, body };
      },
    },
  ];
}

function list(context: RestContext, request: RestRequest) {
  const { shop } = context;
  const params = new Params(request.query, RULES);
  const statuses = params.list('status') ?? ['any'];
  const include = params.ids('include');
  const found = shop.orders.query(
    queryName(params, QUERY_NAMES),
    rowFilter(context, params, statuses, include),
    rowOrder(context, params, include),
  );
  const decimals = params.integer('dp', 2);
  const frame = context.frame();
  const shown: number[] = [];
  const reply = listing(
    frame,
    request,
    params,
    found,
    (id) => {
      const record = shop.orders.get(id);
      if (record === undefined) return undefined;
      shown.push(id);
      return orderDocument(frame, record, decimals);
    },
    {
      losesTotalPastEnd: shop.settings.orderStorage === 'hpos',
      linkDefaults: (hasRows) => [
        ...(params.query.has('dates_are_gmt') && params.isTrue('dates_are_gmt')
          ? [['dates_are_gmt', '1'] as const]
          : []),
        ...statuses.map((status, n) => [`status[${n}]`, status] as const),
        ...(hasRows
          ? ([
              ['dp', String(decimals)],
              ['context', 'view'],
            ] as const)
          : []),
      ],
    },
  );
  context.afterOrderPage(shown);
  return reply;
}

function rowFilter(
  { shop }: RestContext,
  params: Params,
  statuses: readonly string[],
  include: ReadonlySet<number> | undefined,
) {
  const { orders, clock } = shop;
  const states = new Set(statuses.map((status) => ORDER_STATUSES.indexOf(status as OrderStatus)));
  const isAny = statuses.includes('any');
  const exclude = params.ids('exclude');
  const parents = params.ids('parent');
  const customer = params.integer('customer', 0);
  const product = params.integer('product', 0);
  const createdVia = params.list('created_via');
  const search = params.text('search')?.toLowerCase();
  const after = params.instant('after', clock) ?? -Infinity;
  const before = params.instant('before', clock) ?? Infinity;
  const modifiedAfter = params.instant('modified_after', clock) ?? -Infinity;
  const modifiedBefore = params.instant('modified_before', clock) ?? Infinity;
  return (row: number): boolean => {
    const state = orders.state(row);
    // What is in the bin is not even part of "any".
    if (isAny ? state === TRASH : !states.has(state)) return false;
    const id = orders.id(row);
    if (include !== undefined && !include.has(id)) return false;
    if (exclude?.has(id)) return false;
    // 0 is no filter: guests cannot be asked for.
    if (customer !== 0 && orders.ownerId(row) !== customer) return false;
    if (parents !== undefined && !parents.has(0)) return false;
    const created = orders.createdAt(row);
    if (created <= after || created >= before) return false;
    const modified = orders.modifiedAt(row);
    // Strictly greater: an order changed in that very second is not in.
    if (modified <= modifiedAfter || modified >= modifiedBefore) return false;
    if (product === 0 && createdVia === undefined && !search) return true;
    const record = orders.record(row);
    if (record === undefined) return false;
    if (createdVia !== undefined && !createdVia.includes(record.createdVia)) return false;
    if (product !== 0 && !record.lines.some((line) => line.productId === product)) return false;
    return !search || searched(record).includes(search);
  };
}

function searched(record: OrderRecord): string {
  const { first_name, last_name, email, phone } = record.billing;
  const names = record.lines.map((line) => line.name);
  return [record.id, first_name, last_name, email, phone, ...names].join('\n').toLowerCase();
}

function rowOrder({ shop }: RestContext, params: Params, include: ReadonlySet<number> | undefined) {
  const { orders } = shop;
  const direction = params.text('order') === 'asc' ? 1 : -1;
  const orderby = params.text('orderby') ?? 'date';
  const byId = (a: number, b: number) => direction * (orders.id(a) - orders.id(b));
  if (orderby === 'include' && include !== undefined) {
    const places = new Map([...include].map((id, place) => [id, place]));
    return (a: number, b: number) =>
      (places.get(orders.id(a)) ?? 0) - (places.get(orders.id(b)) ?? 0);
  }
  if (orderby === 'modified') {
    return (a: number, b: number) =>
      direction * (orders.modifiedAt(a) - orders.modifiedAt(b)) || byId(a, b);
  }
  if (orderby === 'id' || orderby === 'slug') return byId;
  return (a: number, b: number) =>
    direction * (orders.createdAt(a) - orders.createdAt(b)) || byId(a, b);
}

/** Reads the body of a write. Lines are added; those an order has are not edited here. */
function orderFields(body: RestRequest['body']): OrderChanges {
  const status = textField(body, 'status');
  const known = SETTABLE.find((one) => one === status);
  if (status !== undefined && known === undefined) {
    throw new RestError(400, 'rest_invalid_param', 'Invalid parameter(s): status', {
      params: { status: `status is not one of auto-draft, ${SETTABLE.join(', ')}.` },
    });
  }
  return {
    status: known,
    isPaid: body.set_paid === true || body.set_paid === 'true',
    customerId: body.customer_id === undefined ? undefined : Number(body.customer_id),
    billing: addressFields(body.billing),
    shipping: addressFields(body.shipping),
    paymentMethod: textField(body, 'payment_method'),
    paymentMethodTitle: textField(body, 'payment_method_title'),
    transactionId: textField(body, 'transaction_id'),
    customerNote: textField(body, 'customer_note'),
    lines: rows(body.line_items).map(
      (row): LineDraft => ({
        productId: Number(row.product_id ?? 0),
        variationId: Number(row.variation_id ?? 0),
        sku: textField(row, 'sku'),
        quantity: Number(row.quantity ?? 1),
        subtotal: minorOf(row.subtotal),
        total: minorOf(row.total),
      }),
    ),
    shippingLines: rows(body.shipping_lines).map(
      (row): Omit<ShippingLine, 'id'> => ({
        methodId: textField(row, 'method_id') ?? '',
        methodTitle: textField(row, 'method_title') ?? '',
        total: minorOf(row.total) ?? 0,
      }),
    ),
    meta: body.meta_data,
  };
}

/** New rows of a list in a body; rows with an id would be edits. */
function rows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject).filter((row) => row.id === undefined) : [];
}
