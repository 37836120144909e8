import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type OrderDraft, orderNode, SHOP_CURRENCY, SHOP_DOMAIN } from './shopify-documents.js';

/** As much of Shopify's Admin API as a hub needs that lives on webhooks: the shop, and single orders. */
export class ShopifyAdmin {
  private readonly orders = new Map<string, OrderDraft>();
  private server: Server | undefined;
  /** What was asked, by the name of the operation. */
  readonly asked: string[] = [];
  url = '';

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      void this.answer(request).then((body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    this.server = server;
    this.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    return this;
  }

  /** What the order is now, whatever a webhook said of it before. */
  keep(order: OrderDraft): void {
    this.orders.set(`gid://shopify/Order/${order.id}`, order);
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<object> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString());
    this.asked.push(operationName);
    if (operationName === 'Shop') return { data: SHOP };
    if (operationName === 'OrderById') {
      const order = this.orders.get(variables.id);
      return { data: { order: order ? orderNode(order) : null } };
    }
    return { errors: [{ message: `${operationName} is not here.` }] };
  }
}

const SHOP = {
  shop: {
    name: 'Mugs',
    myshopifyDomain: SHOP_DOMAIN,
    url: 'https://mugs.example',
    currencyCode: SHOP_CURRENCY,
    ianaTimezone: 'Europe/Warsaw',
    shopAddress: { countryCodeV2: 'PL' },
  },
  currentAppInstallation: { accessScopes: [{ handle: 'read_orders' }] },
};
