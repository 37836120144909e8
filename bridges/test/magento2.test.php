<?php
require_once __DIR__ . '/fakes/magento2.php';

use Magento\Framework\App\ResourceConnection;
use Magento\Newsletter\Model\ResourceModel\Subscriber\CollectionFactory;
use Magento\Newsletter\Model\SubscriberFactory;
use Storewire\Bridge\Model\Bridge;
use Storewire\Bridge\Model\Events;
use Storewire\Bridge\Model\ShopExpander;
use Storewire\Bridge\Model\Subscribers;

// As the package is laid out: shared code and keys inside the module.
$module = sys_get_temp_dir() . '/storewire-magento2-' . getmypid();
mkdir("$module/keys", 0700, true);
mkdir("$module/Model");
file_put_contents("$module/keys/one.php", '<?php return ["storefront" => null, "inboundUrl" => "https://hub.example/inbound/v1/x/events", "secret" => "secret-one"];');
register_shutdown_function(function () use ($module) {
    array_map('unlink', glob("$module/*/*"));
    array_map('rmdir', glob("$module/*"));
    rmdir($module);
});
foreach (glob(__DIR__ . '/../magento2/app/code/Storewire/Bridge/Model/*.php') as $file) {
    copy($file, "$module/Model/" . basename($file));
    require "$module/Model/" . basename($file);
}

class Shop
{
    public $db;
    public $bridge;
    public $events;
    public $request;
    public $subscribers;
    public $collection;
    public $carts;
    public $log;

    public function __construct()
    {
        $_COOKIE = [];
        $resource = new ResourceConnection();
        $this->db = $resource->adapter->memory;
        $this->collection = new CollectionFactory();
        $factory = new SubscriberFactory();
        $factory->onSave = function ($row) {
            $this->collection->rows[] = $row;
        };
        $stores = new Stores();
        $this->request = new Request();
        $this->log = new Log();
        $this->carts = new Repository([900 => quote()]);
        $this->subscribers = new Subscribers($this->collection, $factory, $stores);
        $expander = new ShopExpander(new Repository([42 => customer()]), $this->carts, new Repository([300 => order()]));
        $this->bridge = new Bridge($resource, $stores, $this->subscribers, $expander, $this->log);
        $this->events = new Events($this->bridge, $this->request);
    }

    public function happened($event, array $data)
    {
        $this->events->happened($event, new FakeModel($data));
    }

    /** Saves a subscriber that was in another state before, as the model does. */
    public function saves($subscriber, $before)
    {
        $this->collection->rows = $before ? [subscriber($before)] : [];
        $this->happened('newsletter_subscriber_save_before', ['subscriber' => $subscriber]);
        $this->happened('newsletter_subscriber_save_commit_after', ['subscriber' => $subscriber]);
    }

    /** The next page: what was noted in a request is forgotten. */
    public function nextRequest()
    {
        $this->events = new Events($this->bridge, $this->request);
    }

    public function sent()
    {
        $hub = new FakeHub();
        $this->bridge->sender($hub)->run();
        same([], $this->log->lines);

        return $hub->events();
    }
}

return [
    'tells a registration once, with the contact' => function () {
        $shop = new Shop();
        $shop->happened('customer_save_after_data_object', ['customer_data_object' => customer()]);
        $shop->happened('customer_register_success', ['customer' => customer()]);
        $shop->happened('customer_login', ['customer' => customer()]);
        $events = $shop->sent();
        same(1, count($events));
        holds(['type' => 'contact.registered', 'contact' => ['externalId' => '42', 'email' => 'ola@customer.example', 'name' => 'Ola Testowa', 'birthDate' => '1990-05-04', 'createdAt' => '2026-01-15T10:00:00Z', 'phone' => '+48500100200',
            'address' => ['street' => 'Polna 3 m. 4', 'zipCode' => '81-001', 'city' => 'Gdynia', 'province' => 'Pomorskie', 'country' => 'PL']]], $events[0]);
    },
    'tells a login and an edit' => function () {
        $shop = new Shop();
        $shop->happened('customer_login', ['customer' => customer()]);
        $shop->happened('customer_save_after_data_object', ['customer_data_object' => customer()]);
        same(['contact.logged_in', 'contact.updated'], array_column($shop->sent(), 'type'));
    },
    'tells the whole cart once in a request' => function () {
        $shop = new Shop();
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote(['is_active' => null])]);
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote()]);
        $events = $shop->sent();
        same(1, count($events));
        expectCart($events[0]);
    },
    'leaves out carts of nobody, and what became an order' => function () {
        $shop = new Shop();
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote(['customer_id' => null])]);
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote(['is_active' => 0])]);
        same([], $shop->db->queued());
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote()]);
        $shop->carts->objects = [900 => quote(['is_active' => 0])];
        same([], $shop->sent());
    },
    'tells the cart of a visitor, and that it was emptied' => function () {
        $shop = new Shop();
        $_COOKIE = ['smclient' => '3f2504e0-4f89-11d3-9a0c-0305e82c3301'];
        $shop->carts->objects = [900 => quote(['customer_id' => null])];
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote(['customer_id' => null])]);
        same(['cart.updated'], array_column($shop->sent(), 'type'));
        $shop->nextRequest();
        $shop->carts->objects = [900 => quote(['customer_id' => null, 'all_visible_items' => []])];
        $shop->happened('sales_quote_save_commit_after', ['quote' => quote(['customer_id' => null])]);
        $events = $shop->sent();
        holds(['type' => 'cart.emptied', 'visitorId' => '3f2504e0-4f89-11d3-9a0c-0305e82c3301'], $events[0]);
        same(false, isset($events[0]['contact']));
    },
    'tells an order placed, paid and cancelled' => function () {
        $shop = new Shop();
        $shop->happened('checkout_submit_all_after', ['order' => order()]);
        $shop->happened('sales_order_save_commit_after', ['order' => order()]);
        $shop->happened('sales_order_save_commit_after', ['order' => order(['state' => 'processing'], ['state' => 'new'])]);
        $shop->happened('sales_order_save_commit_after', ['order' => order(['state' => 'complete'], ['state' => 'processing'])]);
        $shop->happened('sales_order_save_commit_after', ['order' => order(['state' => 'complete'], ['state' => 'complete'])]);
        $shop->happened('sales_order_save_commit_after', ['order' => order(['state' => 'canceled'], ['state' => 'new'])]);
        $events = $shop->sent();
        same(['order.placed', 'order.paid', 'order.cancelled'], array_column($events, 'type'));
        foreach ($events as $event) {
            expectOrder($event, $event['type']);
        }
    },
    'tells every order of a checkout with several addresses' => function () {
        $shop = new Shop();
        $shop->happened('checkout_submit_all_after', ['orders' => [order(), order(['id' => 301])]]);
        same(['order.placed-300', 'order.placed-301'], array_column($shop->db->queued(), 'event_id'));
    },
    'tells what a guest decides about the newsletter' => function () {
        $shop = new Shop();
        $shop->saves(subscriber(1, ['id' => null]), 0);
        $shop->saves(subscriber(3), 1);
        $shop->request->action = 'newsletter_subscriber_unsubscribe';
        $shop->saves(subscriber(3), 1);
        $shop->happened('newsletter_subscriber_delete_commit_after', ['subscriber' => subscriber(1)]);
        $shop->happened('newsletter_subscriber_delete_commit_after', ['subscriber' => subscriber(2)]);
        same([
            ['contact.newsletter_subscribed', true], ['contact.updated', false], ['contact.newsletter_unsubscribed', false], ['contact.updated', false],
        ], array_map(function ($event) {
            same('guest@customer.example', $event['contact']['email']);

            return [$event['type'], $event['consents'][0]['granted']];
        }, $shop->sent()));
    },
    'tells a consent of an account with its contact, and of one that is gone without' => function () {
        $shop = new Shop();
        $shop->saves(subscriber(1, ['customer_id' => 42]), 3);
        $shop->saves(subscriber(1, ['customer_id' => 43]), 3);
        $events = $shop->sent();
        same('42', $events[0]['contact']['externalId']);
        same(['email' => 'guest@customer.example'], $events[1]['contact']);
    },
    'takes a box left unticked, a mail not confirmed and a mere save for no decision' => function () {
        $shop = new Shop();
        foreach ([[2, 0], [3, 2], [1, 1], [4, 0]] as list($status, $before)) {
            $shop->saves(subscriber($status), $before);
        }
        $shop->request->action = 'customer_account_createpost';
        $shop->saves(subscriber(3), 1);
        same([], $shop->db->queued());
    },
    'reads by website, lists, and writes without mails' => function () {
        $shop = new Shop();
        $saved = [];
        foreach ([[1, 1, 1, '2026-03-02 10:00:00'], [2, 3, 3, null]] as list($id, $view, $status, $changed)) {
            $row = subscriber($status, ['subscriber_id' => $id, 'id' => $id, 'store_id' => $view, 'subscriber_email' => 'guest@customer.example', 'change_status_at' => $changed]);
            $row->onSave = function ($row) use (&$saved) {
                $saved[] = [$row->getData('subscriber_id'), $row->getData('subscriber_status'), $row->getData('import_mode')];
            };
            $shop->collection->rows[] = $row;
        }
        $read = function ($storefront) use ($shop) {
            return $shop->subscribers->read('guest@customer.example', $storefront)['state'];
        };
        same(['in', 'out', 'in'], [$read('2'), $read('3'), $read(null)]);
        same(strtotime('2026-03-02T10:00:00Z'), $shop->subscribers->read('guest@customer.example', '1')['at']);
        same(null, $shop->subscribers->read('nobody@customer.example', null));
        same('1', $shop->subscribers->page('', 1, null)['next']);
        same(null, $shop->subscribers->page('1', 5, null)['next']);
        $shop->subscribers->write('guest@customer.example', false, 1800000000, '1');
        same([[1, 3, true]], $saved);
        $shop->subscribers->write('new@customer.example', true, 1800000000, '3');
        $new = end($shop->collection->rows);
        same(['new@customer.example', 3, 1, true], [$new->getData('subscriber_email'), $new->getData('store_id'), $new->getData('subscriber_status'), $new->getData('import_mode')]);
    },
];
