import type { WooCustomer, WooOrder } from './documents.js';

export interface FrontPage {
  name: string;
  /** Folder of the shop, for the addresses of the forms. */
  basePath: string;
  newsletterKey: string;
  customers: readonly WooCustomer[];
  orders: readonly WooOrder[];
  customerCount: number;
  orderCount: number;
  webhookCount: number;
  isAlive: boolean;
  /** What the last button did. */
  notice: string | undefined;
}

/** The demo page: what happened last in the shop, and buttons to make something happen. */
export function frontPage(page: FrontPage): string {
  const name = asHtml(page.name);
  const notice = page.notice ? `<p class="notice" role="status">${asHtml(page.notice)}</p>` : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}: demo store</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p>A demo store that speaks like WooCommerce 10.9. People, orders and prices are invented.</p>
</header>
<main>
${notice}
<section aria-labelledby="do">
<h2 id="do">Make something happen</h2>
<div class="actions">
${button(page, 'Place an order', { action: 'placeOrder', paid: 'true', customerId: 'any' })}
${button(page, 'Place an order as a guest', { action: 'placeOrder', paid: 'true' })}
${button(page, 'Register a customer', { action: 'registerCustomer' })}
${button(page, 'Register with newsletter', { action: 'registerCustomer', newsletter: 'yes' })}
${
  page.isAlive
    ? button(page, 'Stop the simulated visitors', { action: 'stopSimulation' })
    : button(page, 'Start simulated visitors', { action: 'simulate', everyMs: '3000' })
}
</div>
<p>${page.customerCount} accounts, ${page.orderCount} orders, ${page.webhookCount} active webhooks. <a href="${page.basePath}/">Reload</a></p>
</section>
<section aria-labelledby="orders">
<h2 id="orders">Last orders</h2>
${list(page.orders.map((order) => orderItem(page, order)))}
</section>
<section aria-labelledby="customers">
<h2 id="customers">Last customers</h2>
${list(page.customers.map((customer) => customerItem(page, customer)))}
</section>
</main>
</body>
</html>
`;
}

function orderItem(page: FrontPage, order: WooOrder): string {
  const { first_name, last_name, email } = order.billing;
  const who = `${first_name} ${last_name}`;
  const goods = order.line_items.map((line) => `${line.quantity} × ${plainText(line.name)}`);
  const steps: string[] = [];
  const step = (label: string, status: string) =>
    steps.push(
      button(
        page,
        label,
        { action: 'setOrderStatus', orderId: String(order.id), status },
        order.id,
      ),
    );
  if (order.status === 'pending' || order.status === 'on-hold') {
    step('Pay', 'processing');
    step('Cancel', 'cancelled');
  }
  if (order.status === 'processing') {
    step('Complete', 'completed');
    step('Cancel', 'cancelled');
  }
  if (order.status === 'completed') {
    steps.push(
      button(page, 'Refund', { action: 'refundOrder', orderId: String(order.id) }, order.id),
    );
  }
  return `<li>
<p><strong>Order ${order.id}</strong> <span class="state">${asHtml(order.status)}</span> ${order.total} ${order.currency}</p>
<p>${asHtml(who)}, ${asHtml(email)}${order.customer_id === 0 ? ' (guest)' : ''}</p>
<p>${asHtml(goods.join(', '))}</p>
<p><time datetime="${order.date_created_gmt}Z">${order.date_created.replace('T', ' ')}</time></p>
<div class="actions">${steps.join('')}</div>
</li>`;
}

function customerItem(page: FrontPage, customer: WooCustomer): string {
  const consent = customer.meta_data.find(({ key }) => key === page.newsletterKey)?.value;
  const said = consent === undefined ? 'not asked' : String(consent);
  const isYes = consent === 'yes';
  const customerId = String(customer.id);
  const label = isYes ? 'Untick newsletter' : 'Tick newsletter';
  return `<li>
<p><strong>${asHtml(`${customer.first_name} ${customer.last_name}`)}</strong>, ${asHtml(customer.email)}</p>
<p>Newsletter: <span class="state">${asHtml(said)}</span></p>
<div class="actions">
${button(page, label, { action: 'setConsent', customerId, value: isYes ? 'no' : 'yes' }, customer.id)}
${button(page, 'Place an order', { action: 'placeOrder', paid: 'true', customerId }, customer.id)}
</div>
</li>`;
}

/** A form of one button: works without scripts. `of` tells equal buttons apart when read aloud. */
function button(
  page: FrontPage,
  label: string,
  fields: Readonly<Record<string, string>>,
  of?: number,
): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${asHtml(value)}">`,
  );
  const more = of === undefined ? '' : `<span class="aloud">, number ${of}</span>`;
  return `<form method="post" action="${page.basePath}/_store/act">${hidden.join('')}<button>${asHtml(label)}${more}</button></form>`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '<p>None yet.</p>' : `<ul>${items.join('')}</ul>`;
}

/** Product names hold HTML entities; shown here as text. */
function plainText(html: string): string {
  return html.replaceAll('&times;', '×').replaceAll('&amp;', '&');
}

function asHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; }
p { margin: .15rem 0; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
li { border: 1px solid GrayText; border-radius: .5rem; padding: .75rem; }
form { display: inline; margin: 0; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
button { font: inherit; min-height: 2.75rem; padding: .4rem .9rem; border: 1px solid #1f6b45; border-radius: .4rem; background: #1f6b45; color: #fff; cursor: pointer; }
button:hover { background: #174f33; }
button:focus-visible, a:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }
.state { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .9rem; }
.notice { border-left: .3rem solid #1f6b45; padding: .5rem .75rem; margin: 1rem 0; }
.aloud { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
