import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface SoldProduct {
  readonly name: string;
  readonly sku: string;
  /** In hundredths. */
  readonly price: number;
}

/** Everything the fake shops sell. */
export const PRODUCTS: Readonly<Record<string, SoldProduct>> = {
  10: { name: 'Runner', sku: 'RUN-1', price: 14_999 },
  20: { name: 'Mug & saucer', sku: 'MUG-1', price: 2_950 },
};

/** The cart of one shopper: quantities by product id, in order of adding. */
export class Basket {
  readonly token = `cart-${Math.random().toString(36).slice(2)}`;
  readonly quantities = new Map<string, number>();

  add(id: string, quantity = 1): void {
    this.set(id, (this.quantities.get(id) ?? 0) + quantity);
  }

  set(id: string, quantity: number): void {
    if (quantity > 0) this.quantities.set(id, quantity);
    else this.quantities.delete(id);
  }

  get lines(): (SoldProduct & { id: string; quantity: number })[] {
    return [...this.quantities].map(([id, quantity]) => {
      const product = PRODUCTS[id];
      if (!product) throw new Error(`the shop does not sell ${id}`);
      return { ...product, id, quantity };
    });
  }

  get total(): number {
    return this.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  }
}

/** A platform's storefront: its endpoints, and a page whose `shop` object does what its theme does. */
export interface FakeShop {
  readonly platform: string;
  register(app: FastifyInstance, basketOf: (request: FastifyRequest) => Basket): void;
  page(basket: Basket): { head?: string; bodyId?: string; bodyClass?: string; body: string };
}

export const decimal = (hundredths: number): string => (hundredths / 100).toFixed(2);

/** Form fields of a body that was not parsed. */
export const form = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(String(request.body ?? '')));
