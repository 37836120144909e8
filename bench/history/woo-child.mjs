// A large WooCommerce store in a process of its own; documents are made as they are asked for.
import { createWooStore } from '@storewire/sandbox/woocommerce';

const [customers, orders] = process.argv.slice(2).map(Number);
const store = createWooStore({
  customers,
  orders,
  products: 50,
  newsletterKey: 'newsletter_consent',
});
await store.listen({ port: 0 });
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => void store.close().then(() => process.exit(0)));
process.send({
  url: store.url,
  consumerKey: store.consumerKey,
  consumerSecret: store.consumerSecret,
});
