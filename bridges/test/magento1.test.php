<?php
require_once __DIR__ . '/fakes/magento1.php';

use Storewire\Bridge\Shared\Signature;

// As the package is laid out: shared code and keys inside the module.
$module = sys_get_temp_dir() . '/storewire-magento1-' . getmypid();
foreach (['keys', 'Model', 'Shared'] as $folder) {
    mkdir("$module/$folder", 0700, true);
}
file_put_contents("$module/Shared/load.php", '<?php');
file_put_contents("$module/keys/one.php", '<?php return ["storefront" => null, "inboundUrl" => "https://hub.example/inbound/v1/x/events", "secret" => "secret-one"];');
register_shutdown_function(function () use ($module) {
    array_map('unlink', glob("$module/*/*"));
    array_map('rmdir', glob("$module/*"));
    rmdir($module);
});
foreach (glob(__DIR__ . '/../magento1/app/code/community/Storewire/Bridge/Model/*.php') as $file) {
    copy($file, "$module/Model/" . basename($file));
    require "$module/Model/" . basename($file);
}

class Shop
{
    public $db;
    public $observer;

    public function __construct()
    {
        $_COOKIE = [];
        Mage::$action = '';
        Mage::$log = [];
        $adapter = new FakeAdapter();
        $this->db = $adapter->memory;
        Mage::$singletons = ['core/resource' => new FakeModel(['connection' => $adapter, 'table_name' => function ($name) {
            return 'x_' . $name;
        }])];
        Mage::$models = ['customer/customer' => [42 => customer()], 'sales/quote' => [900 => quote()], 'sales/order' => [300 => order()], 'newsletter/subscriber' => []];
        $this->observer = new Storewire_Bridge_Model_Observer();
        Mage::getSingleton('storewire_bridge/service')->install();
    }

    public function on($method, array $data)
    {
        $this->observer->$method(new FakeModel($data));
    }

    /** Saves a subscriber that was in another state before, as the model does. */
    public function saves($subscriber, $before)
    {
        Mage::$models['newsletter/subscriber'] = $before ? [1 => subscriber($before)] : [];
        $this->on('subscriberChanging', ['subscriber' => $subscriber]);
        $this->on('subscriberSaved', ['subscriber' => $subscriber]);
    }

    /** The next page: what was noted in a request is forgotten. */
    public function nextRequest()
    {
        $this->observer = new Storewire_Bridge_Model_Observer();
    }

    public function sent()
    {
        $hub = new FakeHub();
        Mage::getSingleton('storewire_bridge/service')->sender($hub)->run();
        same([], Mage::$log);

        return $hub->events();
    }
}

return [
    'has a method for every event of its configuration' => function () {
        $config = simplexml_load_file(__DIR__ . '/../magento1/app/code/community/Storewire/Bridge/etc/config.xml');
        $methods = array_map('strval', $config->xpath('//events//method'));
        same(8, count($methods));
        foreach (array_merge($methods, ['send']) as $method) {
            same(true, method_exists('Storewire_Bridge_Model_Observer', $method), $method);
        }
    },
    'tells a registration once, with the contact' => function () {
        $shop = new Shop();
        $shop->on('customerSaved', ['customer' => customer()]);
        $shop->on('registered', ['customer' => customer()]);
        $shop->on('loggedIn', ['customer' => customer()]);
        $events = $shop->sent();
        same(1, count($events));
        holds(['type' => 'contact.registered', 'contact' => ['externalId' => '42', 'email' => 'ola@customer.example', 'name' => 'Ola Testowa', 'birthDate' => '1990-05-04', 'createdAt' => '2026-01-15T10:00:00Z', 'phone' => '+48500100200',
            'address' => ['street' => 'Polna 3 m. 4', 'zipCode' => '81-001', 'city' => 'Gdynia', 'province' => 'Pomorskie', 'country' => 'PL']]], $events[0]);
    },
    'tells the whole cart once in a request, and nothing of nobody' => function () {
        $shop = new Shop();
        $shop->on('quoteSaved', ['quote' => quote(['customer_id' => null])]);
        $shop->on('quoteSaved', ['quote' => quote(['is_active' => null])]);
        $shop->on('quoteSaved', ['quote' => quote()]);
        $events = $shop->sent();
        same(1, count($events));
        expectCart($events[0]);
    },
    'tells that a cart was emptied, and nothing of one that was ordered' => function () {
        $shop = new Shop();
        $shop->on('quoteSaved', ['quote' => quote()]);
        same(['cart.updated'], array_column($shop->sent(), 'type'));
        $shop->nextRequest();
        $shop->on('quoteSaved', ['quote' => quote()]);
        Mage::$models['sales/quote'] = [900 => quote(['all_visible_items' => []])];
        same(['cart.emptied'], array_column($shop->sent(), 'type'));
        $shop = new Shop();
        $shop->on('quoteSaved', ['quote' => quote()]);
        Mage::$models['sales/quote'] = [900 => quote(['is_active' => 0])];
        same([], $shop->sent());
    },
    'tells an order placed, paid and cancelled' => function () {
        $shop = new Shop();
        $shop->on('orderSaved', ['order' => order()]);
        $shop->on('orderSaved', ['order' => order(['state' => 'processing'], ['state' => 'new'])]);
        $shop->on('orderSaved', ['order' => order(['state' => 'processing'], ['state' => 'processing'])]);
        $shop->on('orderSaved', ['order' => order(['state' => 'canceled'], ['state' => 'new'])]);
        $events = $shop->sent();
        same(['order.placed', 'order.paid', 'order.cancelled'], array_column($events, 'type'));
        foreach ($events as $event) {
            expectOrder($event, $event['type']);
        }
    },
    'tells an order without an account as one of a guest' => function () {
        $shop = new Shop();
        Mage::$models['sales/order'] = [300 => order(['customer_id' => null])];
        $shop->on('orderSaved', ['order' => order()]);
        same(false, isset($shop->sent()[0]['contact']['externalId']));
    },
    'tells what a guest decides about the newsletter' => function () {
        $shop = new Shop();
        $shop->saves(subscriber(1, ['id' => null]), 0);
        $shop->saves(subscriber(3), 1);
        Mage::$action = 'newsletter_subscriber_unsubscribe';
        $shop->saves(subscriber(3), 1);
        $shop->on('subscriberDeleted', ['subscriber' => subscriber(1)]);
        same([
            ['contact.newsletter_subscribed', true], ['contact.updated', false], ['contact.newsletter_unsubscribed', false], ['contact.updated', false],
        ], array_map(function ($event) {
            return [$event['type'], $event['consents'][0]['granted']];
        }, $shop->sent()));
    },
    'takes a box left unticked and what an API save does for no decision' => function () {
        $shop = new Shop();
        foreach ([[2, 0], [3, 2], [1, 1]] as list($status, $before)) {
            $shop->saves(subscriber($status), $before);
        }
        Mage::$action = 'customer_account_createpost';
        $shop->saves(subscriber(3), 1);
        same([], $shop->db->queued());
    },
    'fills in the time of a change, which Magento 1 leaves empty' => function () {
        $shop = new Shop();
        $changed = subscriber(3);
        $shop->saves($changed, 1);
        same(1, preg_match('/^\d{4}-\d\d-\d\d /', (string) $changed->getData('change_status_at')));
        $same = subscriber(1);
        $shop->saves($same, 1);
        same(null, $same->getData('change_status_at'));
    },
    'writes for the hub without a mail, reads back, and sends no echo' => function () {
        $shop = new Shop();
        $row = subscriber(1, ['subscriber_email' => 'guest@customer.example']);
        $row->onSave = function ($row) use ($shop) {
            $shop->on('subscriberChanging', ['subscriber' => $row]);
            $shop->on('subscriberSaved', ['subscriber' => $row]);
        };
        // The table still has what was before while the row is saved.
        Mage::$models['newsletter/subscriber'] = ['row' => $row, 1 => subscriber(1)];
        $ask = function (array $request) {
            $body = json_encode($request);
            $headers = ['timestamp' => (string) time(), 'nonce' => bin2hex(random_bytes(8))];
            $headers['signature'] = Signature::route('secret-one', $headers['timestamp'], $headers['nonce'], $body);

            return Mage::getSingleton('storewire_bridge/service')->routes()->handle($headers, $body)[1];
        };
        $write = ['do' => 'write', 'email' => 'guest@customer.example', 'state' => 'out', 'at' => '2026-03-03T10:00:00Z'];
        holds(['outcome' => 'written', 'state' => 'out', 'at' => '2026-03-03T10:00:00Z'], $ask($write));
        holds(['outcome' => 'unchanged'], $ask($write));
        same([true, []], [$row->getData('import_mode'), $shop->db->queued()]);
        holds(['outcome' => 'missing'], $ask(['email' => 'nobody@customer.example'] + $write));
        same(['guest@customer.example', 'Guest@customer.example'], array_column($ask(['do' => 'list'])['items'], 'email'));
        holds(['platform' => 'magento1', 'shopVersion' => '1.9.4.5', 'waiting' => 0], $ask(['do' => 'status']));
    },
];
