<?php
require_once __DIR__ . '/fakes/prestashop.php';
require_once __DIR__ . '/../prestashop/storewire/classes/load.php';

use Storewire\Bridge\Prestashop\Bridge;
use Storewire\Bridge\Prestashop\Subscribers;
use Storewire\Bridge\Shared\Signature;

// As the package is laid out: shared code and keys inside the module.
$module = sys_get_temp_dir() . '/storewire-module-' . getmypid();
mkdir("$module/keys", 0700, true);
mkdir("$module/shared");
file_put_contents("$module/shared/load.php", '<?php');
file_put_contents("$module/keys/one.php", '<?php return ["storefront" => null, "inboundUrl" => "https://hub.example/inbound/v1/x/events", "secret" => "secret-one", "trackerUrl" => "https://hub.example/t/x", "trackerSecret" => "secret-tracker"];');
register_shutdown_function(function () use ($module) {
    array_map('unlink', glob("$module/*/*"));
    array_map('rmdir', glob("$module/*"));
    rmdir($module);
});
mkdir("$module/classes");
file_put_contents("$module/classes/load.php", '<?php');
$code = file_get_contents(__DIR__ . '/../prestashop/storewire/storewire.php');
file_put_contents("$module/classes/storewire.php", str_replace('__DIR__', var_export($module, true), $code));
require "$module/classes/storewire.php";

function shop()
{
    Db::reset();
    $_COOKIE = [];
    Context::getContext()->customer = null;
    FakeObject::$all = [
        'Customer' => [42 => ['email' => 'ola@customer.example', 'firstname' => 'Ola', 'lastname' => 'Testowa', 'birthday' => '1990-05-04', 'date_add' => '2026-01-15 10:00:00']],
        'Address' => [7 => ['id_customer' => 42, 'phone_mobile' => '+48500100200', 'address1' => 'Polna 3', 'postcode' => '81-001', 'city' => 'Gdynia', 'id_state' => 1, 'id_country' => 14]],
        'Currency' => [1 => ['iso_code' => 'PLN']],
        'Carrier' => [2 => ['name' => 'Kurier']],
        'Cart' => [900 => ['id_customer' => 42, 'total' => '39.8', 'products' => [['id_product' => '55', 'id_product_attribute' => '12', 'name' => 'Tee', 'cart_quantity' => '2', 'price_wt' => 19.9], ['id_product' => '56', 'id_product_attribute' => '0', 'name' => 'Mug', 'cart_quantity' => '1', 'price_wt' => 5]]]],
        'Order' => [300 => ['id_customer' => 42, 'id_address_invoice' => 7, 'id_currency' => 1, 'id_carrier' => 2, 'reference' => 'XKBKNABJK', 'payment' => 'Przelew', 'total_paid_tax_incl' => '44.700000', 'total_shipping_tax_incl' => '4.900000',
            'products' => [['product_id' => '55', 'product_attribute_id' => '12', 'product_name' => 'Tee - M', 'product_quantity' => '2', 'unit_price_tax_incl' => '19.900000']]]],
    ];
    $module = new Storewire();
    $module->install();

    return $module;
}

/** Everything the module sends now. */
function sent(Storewire $module)
{
    $hub = new FakeHub();
    $module->bridge()->send(50, $hub);

    return $hub->events();
}

function rows($sql)
{
    return Db::getInstance()->executeS($sql);
}

function sql($sql)
{
    Db::getInstance()->execute($sql);
}

/** Five minutes later, for the comparison of the newsletter list. */
function later()
{
    sql("UPDATE ps_storewire_mark SET at = at - 301 WHERE name = 'sweep'");
}

return [
    'makes its tables, and registers hooks that the versions know' => function () {
        $module = shop();
        same([], rows('SELECT * FROM ps_storewire_queue'));
        same(true, in_array('actionValidateOrder', $module->hooks, true));
        foreach ($module->hooks as $hook) {
            same(true, method_exists($module, 'hook' . ucfirst($hook)), $hook);
        }
    },
    'can be read by PrestaShop 1.6, which puts the file into a block' => function () use ($code) {
        same(true, eval('if (false) {' . substr($code, strlen('<?php')) . '} return true;'));
    },
    'tells a registration with the whole contact, once' => function () {
        $module = shop();
        $customer = new Customer(42);
        $module->hookActionObjectCustomerUpdateAfter(['object' => $customer]);
        $module->hookActionCustomerAccountAdd(['newCustomer' => $customer]);
        $module->hookActionAuthentication(['customer' => $customer]);
        $events = sent($module);
        same(1, count($events));
        holds(['type' => 'contact.registered', 'contact' => [
            'externalId' => '42', 'email' => 'ola@customer.example', 'name' => 'Ola Testowa', 'birthDate' => '1990-05-04', 'phone' => '+48500100200',
            'address' => ['street' => 'Polna 3', 'zipCode' => '81-001', 'city' => 'Gdynia', 'province' => 'Pomorskie', 'country' => 'PL'],
        ]], $events[0]);
    },
    'tells a box that was ticked at the registration, and nothing of one that was not' => function () {
        foreach ([1 => true, 0 => null] as $newsletter => $granted) {
            $module = shop();
            FakeObject::$all['Customer'][42]['newsletter'] = $newsletter;
            $module->hookActionCustomerAccountAdd(['newCustomer' => new Customer(42)]);
            $event = sent($module)[0];
            same($granted, isset($event['consents']) ? $event['consents'][0]['granted'] : null);
        }
    },
    'leaves a guest at the checkout to the order' => function () {
        $module = shop();
        FakeObject::$all['Customer'][42]['is_guest'] = 1;
        $module->hookActionCustomerAccountAdd(['newCustomer' => new Customer(42)]);
        $module->hookActionValidateOrder(['order' => new Order(300)]);
        $events = sent($module);
        same(['order.placed'], array_column($events, 'type'));
        same(false, isset($events[0]['contact']['externalId']));
    },
    'tells a login' => function () {
        $module = shop();
        $module->hookActionAuthentication(['customer' => new Customer(42)]);
        same(['contact.logged_in'], array_column(sent($module), 'type'));
    },
    'tells the whole cart, once for many hooks, with and without the parameter' => function () {
        $module = shop();
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        Context::getContext()->cart = new Cart(900);
        $module->hookActionCartSave([]);
        $events = sent($module);
        same(1, count($events));
        holds(['type' => 'cart.updated', 'contact' => ['email' => 'ola@customer.example'], 'cart' => ['id' => '900', 'currency' => 'PLN', 'total' => '39.80', 'lines' => [
            ['productId' => '55', 'variantId' => '55-12', 'name' => 'Tee', 'quantity' => 2, 'unitPrice' => '19.90'],
            ['productId' => '56', 'name' => 'Mug', 'quantity' => 1, 'unitPrice' => '5.00'],
        ]]], $events[0]);
    },
    'does not queue a cart of nobody, but that of a known visitor' => function () {
        $module = shop();
        FakeObject::$all['Cart'][900]['id_customer'] = 0;
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        same([], rows('SELECT id FROM ps_storewire_queue'));
        $_COOKIE = ['smclient' => '3f2504e0-4f89-11d3-9a0c-0305e82c3301'];
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        holds(['visitorId' => '3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'type' => 'cart.updated'], sent($module)[0]);
    },
    'tells that a cart was emptied, and nothing of one that was ordered' => function () {
        $module = shop();
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        same(['cart.updated'], array_column(sent($module), 'type'));
        $module = new Storewire();
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        FakeObject::$all['Cart'][900]['products'] = [];
        $events = sent($module);
        same(['cart.emptied'], array_column($events, 'type'));
        same(false, isset($events[0]['cart']));
        $module = shop();
        $module->hookActionCartSave(['cart' => new Cart(900)]);
        FakeObject::$all['Cart'][900]['isOrdered'] = true;
        same([], sent($module));
    },
    'tells an order that is placed, paid and cancelled, each once' => function () {
        $module = shop();
        $module->hookActionValidateOrder(['order' => new Order(300)]);
        foreach ([[2, 1], [3, 1], [6, 0], [9, 0]] as list($state, $paid)) {
            $module->hookActionOrderStatusPostUpdate(['newOrderStatus' => (object) ['id' => $state, 'paid' => $paid], 'id_order' => 300]);
        }
        $events = sent($module);
        same([['order.placed', 'order.placed-300'], ['order.paid', 'order.paid-300'], ['order.cancelled', 'order.cancelled-300']], array_map(function ($event) {
            return [$event['type'], $event['id']];
        }, $events));
        holds(['contact' => ['email' => 'ola@customer.example', 'externalId' => '42'], 'order' => [
            'id' => '300', 'number' => 'XKBKNABJK', 'currency' => 'PLN', 'total' => '44.70', 'shippingCost' => '4.90', 'paymentMethod' => 'Przelew', 'shippingMethod' => 'Kurier',
            'lines' => [['productId' => '55', 'variantId' => '55-12', 'name' => 'Tee - M', 'quantity' => 2, 'unitPrice' => '19.90']],
        ]], $events[0]);
    },
    'tells nothing of the newsletter list that it finds at the start' => function () {
        $module = shop();
        sql("INSERT INTO ps_emailsubscription (id_shop, email, active) VALUES (1, 'old@customer.example', 1)");
        same([], sent($module));
        later();
        same([], sent($module));
    },
    'tells who joined and who left by SQL, account or guest' => function () {
        $module = shop();
        sql("INSERT INTO ps_emailsubscription (id_shop, email, active) VALUES (1, 'Guest@customer.example', 1), (1, 'waits@customer.example', 0)");
        sql("INSERT INTO ps_customer (id_customer, id_shop, email, newsletter) VALUES (42, 1, 'ola@customer.example', 0)");
        sent($module);
        sql('DELETE FROM ps_emailsubscription WHERE active = 1');
        sql('UPDATE ps_emailsubscription SET active = 1');
        sql("UPDATE ps_customer SET newsletter = 1, newsletter_date_add = '2026-03-02 10:00:00'");
        later();
        $told = [];
        foreach (sent($module) as $event) {
            $told[$event['contact']['email']] = [$event['type'], $event['consents'][0]['granted'], isset($event['contact']['externalId'])];
        }
        ksort($told);
        same([
            'guest@customer.example' => ['contact.updated', false, false],
            'ola@customer.example' => ['contact.newsletter_subscribed', true, true],
            'waits@customer.example' => ['contact.newsletter_subscribed', true, false],
        ], $told);
        later();
        same([], sent($module), 'told again');
    },
    'takes a guest who opens an account for a move' => function () {
        $module = shop();
        sql("INSERT INTO ps_emailsubscription (id_shop, email, active) VALUES (1, 'ola@customer.example', 1)");
        sent($module);
        sql('DELETE FROM ps_emailsubscription');
        sql("INSERT INTO ps_customer (id_customer, id_shop, email, newsletter) VALUES (42, 1, 'Ola@customer.example', 1)");
        later();
        same([], sent($module));
    },
    'tells a click on "unsubscribe" as one, and only if it worked' => function () {
        $module = shop();
        sql("INSERT INTO ps_emailsubscription (id_shop, email, active) VALUES (1, 'guest@customer.example', 1)");
        sent($module);
        $module->hookActionNewsletterRegistrationBefore(['email' => 'guest@customer.example', 'action' => '1']);
        same([], sent($module));
        $module->hookActionNewsletterRegistrationBefore(['email' => 'guest@customer.example', 'action' => '1']);
        sql('DELETE FROM ps_emailsubscription');
        same(['contact.newsletter_unsubscribed'], array_column(sent($module), 'type'));
    },
    'tells a sign-up from before the first comparison' => function () {
        $module = shop();
        sql("INSERT INTO ps_emailsubscription (id_shop, email, active) VALUES (1, 'guest@customer.example', 1)");
        $module->hookActionNewsletterRegistrationAfter(['email' => 'guest@customer.example', 'action' => '0', 'error' => null]);
        same(['contact.newsletter_subscribed'], array_column(sent($module), 'type'));
    },
    'works without the newsletter module' => function () {
        Module::$installed = [];
        $module = shop();
        sent($module);
        sql("INSERT INTO ps_customer (id_customer, id_shop, email, newsletter) VALUES (42, 1, 'ola@customer.example', 1)");
        later();
        $events = sent($module);
        Module::$installed = ['ps_emailsubscription'];
        same(['contact.newsletter_subscribed'], array_column($events, 'type'));
    },
    'reads and writes accounts and guests for the hub, without an echo' => function () {
        $module = shop();
        sql("INSERT INTO ps_customer (id_customer, id_shop, email, newsletter, newsletter_date_add) VALUES (42, 1, 'ola@customer.example', 1, '2026-03-02 10:00:00')");
        sql("INSERT INTO ps_emailsubscription (id_shop, email, active) VALUES (1, 'guest@customer.example', 1)");
        sent($module);
        $ask = function (array $request) use ($module) {
            $body = json_encode($request);
            $headers = ['timestamp' => (string) time(), 'nonce' => bin2hex(random_bytes(8))];
            $headers['signature'] = Signature::route('secret-one', $headers['timestamp'], $headers['nonce'], $body);
            list($status, $answer) = $module->bridge()->routes()->handle($headers, $body);
            same(200, $status);

            return $answer;
        };
        $write = function ($email, $state) use ($ask) {
            $answer = $ask(['do' => 'write', 'email' => $email, 'state' => $state, 'at' => '2026-03-03T10:00:00Z']);

            return [$answer['outcome'], isset($answer['state']) ? $answer['state'] : null];
        };
        same(['written', 'out'], $write('ola@customer.example', 'out'));
        same('0', (string) rows('SELECT newsletter FROM ps_customer')[0]['newsletter']);
        same(['unchanged', 'out'], $write('ola@customer.example', 'out'));
        same(['written', 'in'], $write('ola@customer.example', 'in'));
        same(['written', 'out'], $write('guest@customer.example', 'out'));
        same([], rows('SELECT id FROM ps_emailsubscription'));
        same(['unchanged', 'out'], $write('guest@customer.example', 'out'));
        same(['written', 'in'], $write('guest@customer.example', 'in'));
        same(['missing', null], $write('nobody@customer.example', 'out'));
        same(['guest@customer.example'], array_column($ask(['do' => 'list'])['items'], 'email'));
        holds(['state' => 'in', 'customerId' => '42'], $ask(['do' => 'read', 'emails' => ['ola@customer.example']])['items'][0]);
        holds(['platform' => 'prestashop', 'shopVersion' => '8.2.1'], $ask(['do' => 'status']));
        later();
        same([], sent($module), 'echo');
    },
    'prints the tracker, and signs who is logged in for it' => function () {
        $module = shop();
        same('<script async src="https://hub.example/t/x/s.js"></script>', $module->hookDisplayHeader());
        same(null, $module->bridge()->identity());
        Context::getContext()->customer = new Customer(42);
        same(0, strpos($module->bridge()->identity(), 'v1.'));
    },
    'shows what waits and the address for cron' => function () {
        $module = shop();
        $module->hookActionAuthentication(['customer' => new Customer(42)]);
        same(1, preg_match('/Waiting events: 1\..*token=[0-9a-f]{32}/s', $module->getContent()));
    },
    'survives text with quotes and question marks' => function () {
        $module = shop();
        $module->hookActionNewsletterRegistrationAfter(['email' => "o'neil?x@customer.example"]);
        same(["o'neil?x@customer.example"], array_column(rows('SELECT ref FROM ps_storewire_queue'), 'ref'));
    },
    'asks for no server when the queue is empty' => function () {
        $hub = new FakeHub();
        shop()->bridge()->send(50, $hub);
        same([], $hub->calls);
    },
];
