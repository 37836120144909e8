// An emulated WooCommerce shop with a past, in a process of its own.
import { createWooStore } from '@storewire/sandbox/woocommerce';

const [customers, orders] = process.argv.slice(2).map(Number);
const store = createWooStore({ customers, orders, products: 200, webhooks: 'manual' });
await store.listen();

process.on('message', () => process.send({ result: store.counts }));
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => void store.close().then(() => process.exit(0)));
process.send({
  url: store.url,
  consumerKey: store.consumerKey,
  consumerSecret: store.consumerSecret,
  counts: store.counts,
});
