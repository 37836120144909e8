import { money } from './money.js';
import { makePhone } from './people.js';
import { Dice, STREAM } from './random.js';
import { type OrderRecord, orderTotal } from './records.js';
import type { Shop } from './shop.js';
import type { Shopper } from './shopper.js';

/** How many orders a quiet shop has under way before it works some off. */
const MANY_OPEN = 12;

/**
 * A plausible day of the shop, one event per step: people register, tick the newsletter, buy with
 * and without account; orders are paid, sent, sometimes cancelled or given back.
 */
export class ShopLife {
  readonly #dice: Dice;
  readonly #open: number[] = [];
  readonly #done: number[] = [];
  readonly #people: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly shop: Shop,
    private readonly shopper: Shopper,
  ) {
    this.#dice = new Dice(shop.settings.seed, STREAM.life, 1);
  }

  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  /** One event every `everyMs`; does not keep the process alive. */
  start(everyMs: number): void {
    this.stop();
    this.#timer = setInterval(() => void this.step(), everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Lets one thing happen, and says what. */
  step(): string {
    const chance = this.#dice.between(1, 100);
    if (chance <= 14) return this.#register();
    if (chance <= 22) return this.#changeConsent();
    if (chance <= 27) return this.#move();
    if (chance <= 60 && this.#open.length < MANY_OPEN) return this.#order();
    return this.#workOff();
  }

  #register(): string {
    const newsletter = this.#dice.pick(['yes', 'yes', 'no', undefined] as const);
    const { id } = this.shopper.registerCustomer({ newsletter });
    remember(this.#people, id);
    return `customer ${id} registered`;
  }

  #changeConsent(): string {
    const id = this.#someone();
    if (id === undefined) return this.#register();
    const value = this.#dice.pick(['yes', 'yes', 'no'] as const);
    this.shopper.setConsent(id, value);
    return `customer ${id} said ${value} to the newsletter`;
  }

  #move(): string {
    const id = this.#someone();
    const known = id === undefined ? undefined : this.shop.customers.get(id);
    if (id === undefined || known === undefined) return this.#register();
    const phone = makePhone(this.#dice, known.billing.country);
    this.shopper.editCustomer(id, { billing: { phone } });
    return `customer ${id} changed the phone number`;
  }

  #order(): string {
    const customerId = this.#dice.chance(68) ? this.#someone() : undefined;
    const order = this.shopper.placeOrder({ customerId, newsletter: this.#dice.chance(15) });
    remember(this.#open, order.id);
    return `order ${order.id} placed`;
  }

  /** The next thing in the life of one of the orders under way. */
  #workOff(): string {
    if (this.#done.length > 0 && this.#dice.chance(8)) return this.#giveBack();
    const id = this.#open.shift();
    const order = id === undefined ? undefined : this.shop.orders.get(id);
    if (order === undefined) return this.#order();
    if (order.status === 'pending' || order.status === 'on-hold') {
      const status = this.#dice.chance(84)
        ? 'processing'
        : this.#dice.pick(['cancelled', 'failed']);
      this.shopper.setOrderStatus(order.id, status as OrderRecord['status']);
      if (status === 'processing') this.#open.push(order.id);
      return `order ${order.id} is ${status}`;
    }
    if (order.status !== 'processing') return this.#order();
    this.shopper.setOrderStatus(order.id, 'completed');
    remember(this.#done, order.id);
    return `order ${order.id} is completed`;
  }

  #giveBack(): string {
    const id = this.#done.shift();
    const order = id === undefined ? undefined : this.shop.orders.get(id);
    const line = order?.lines[0];
    if (order === undefined || line === undefined || order.refunds.length > 0) return this.#order();
    const isFull = this.#dice.chance(50);
    const amount = isFull ? orderTotal(order) : Math.round(line.total / line.quantity);
    this.shopper.refundOrder(order.id, { amount: money(amount), reason: 'Damaged' });
    return `order ${order.id} was refunded, ${isFull ? 'all of it' : 'one piece'}`;
  }

  /** Somebody with an account: mostly a newcomer, sometimes an old customer. */
  #someone(): number | undefined {
    const { settings, history, customers } = this.shop;
    const isOld = this.#people.length === 0 || this.#dice.chance(40);
    const newcomer = this.#people[this.#dice.between(0, Math.max(0, this.#people.length - 1))];
    const id =
      isOld && settings.customers > 0
        ? history.customerId(this.#dice.between(0, settings.customers - 1))
        : newcomer;
    return id !== undefined && customers.get(id) !== undefined ? id : undefined;
  }
}

/** Keeps the latest fifty. */
function remember(list: number[], id: number): void {
  list.push(id);
  if (list.length > 50) list.shift();
}
