<?php
require_once __DIR__ . '/fakes/shared.php';

use Storewire\Bridge\Shared\EventForm;
use Storewire\Bridge\Shared\Keys;
use Storewire\Bridge\Shared\Marks;
use Storewire\Bridge\Shared\Queue;
use Storewire\Bridge\Shared\Recorder;
use Storewire\Bridge\Shared\Routes;
use Storewire\Bridge\Shared\Sender;
use Storewire\Bridge\Shared\Signature;

class Scene
{
    public $db;
    public $queue;
    public $hub;
    public $expander;
    public $newsletter;
    public $now = 1800000000;
    public $log = [];
    public $recorder;
    public $sender;
    public $routes;

    public function __construct()
    {
        $this->db = new MemoryDatabase();
        $this->queue = new Queue($this->db);
        $this->hub = new FakeHub();
        $this->expander = new PlainExpander();
        $this->newsletter = new FakeNewsletter();
        $clock = function () {
            return $this->now;
        };
        $log = function ($message) {
            $this->log[] = $message;
        };
        $this->recorder = new Recorder($this->queue, someKeys(), $log, $clock);
        $this->sender = new Sender($this->queue, new Marks($this->db), someKeys(), $this->expander, $this->hub, $log, $clock);
        $this->routes = new Routes(someKeys(), new Marks($this->db), $this->newsletter, $this->queue, $this->recorder, ['platform' => 'test', 'version' => '1.0.0'], $clock);
    }

    public function note($type, $ref, array $detail = [], $id = null)
    {
        $this->recorder->note($type, $ref, 1, $detail, $id);
    }

    public function types()
    {
        return array_column($this->db->queued(), 'type');
    }

    /** Answers with other keys. */
    public function withKeys(array $stores)
    {
        $clock = function () {
            return $this->now;
        };
        $this->routes = new Routes(new Keys($stores), new Marks($this->db), $this->newsletter, $this->queue, $this->recorder, [], $clock);
    }

    public function ask(array $request, array $more = [])
    {
        $body = json_encode($request);
        $headers = $more + ['timestamp' => (string) $this->now, 'nonce' => bin2hex(random_bytes(8)), 'secret' => 'secret-whole'];
        $headers += ['signature' => Signature::route($headers['secret'], $headers['timestamp'], $headers['nonce'], $body)];

        return $this->routes->handle($headers, $body);
    }
}

return [
    'signs a delivery as the inbound contract says' => function () {
        $body = '{"id":"evt_01","type":"contact.newsletter_subscribed"}';
        same('v1=69064a18e6f7970184579ac4636f8d81b328587508cc099b008fe856e2a8235a', Signature::inbound('ebx-secret-1', '1767225600', $body));
    },
    'signs a request as the client of the hub does' => function () {
        same('v1=3abf0b280ee5c283f9a49dd0e798e186452db1bb1f64e112d888b8c05e98e86d', Signature::route('secret', '1767225600', 'nonce', '{}'));
    },
    'signs the tracker identity over everything before the last dot' => function () {
        $token = Signature::identity('secret', '42', 'ada@customer.example', 1800000000);
        list($version, $expiry, $id, $email, $signature) = explode('.', $token);
        same(['v1', '1800003600', 'NDI', 'YWRhQGN1c3RvbWVyLmV4YW1wbGU'], [$version, $expiry, $id, $email]);
        same(hash_hmac('sha256', "$version.$expiry.$id.$email", 'secret'), $signature);
    },
    'finds the keys of a storefront, else those of the whole shop' => function () {
        same('secret-two', someKeys()->ofStorefront(2)['secret']);
        same('secret-whole', someKeys()->ofStorefront(7)['secret']);
        $one = new Keys([['storefront' => '2', 'inboundUrl' => 'https://hub.example/', 'secret' => 's']]);
        same(null, $one->ofStorefront(7));
        same(true, (new Keys([['storefront' => null]]))->isEmpty());
    },
    'reads the keys from the files of a folder' => function () {
        $folder = sys_get_temp_dir() . '/storewire-keys-' . getmypid();
        mkdir($folder);
        file_put_contents("$folder/index.php", '<?php exit;');
        file_put_contents("$folder/one.php", '<?php return ["storefront" => null, "inboundUrl" => "https://hub.example/", "secret" => "s1"];');
        $keys = Keys::fromFolder($folder);
        array_map('unlink', glob("$folder/*"));
        rmdir($folder);
        same('s1', $keys->ofStorefront(1)['secret']);
        same(true, Keys::fromFolder($folder)->isEmpty());
    },
    'writes one row for what happened, and calls nobody' => function () {
        $scene = new Scene();
        $scene->note('contact.logged_in', 42);
        $rows = $scene->db->queued();
        same(1, count($rows));
        holds(['type' => 'contact.logged_in', 'ref' => '42', 'storefront' => '1', 'body' => null], $rows[0]);
        same([], $scene->hub->calls);
    },
    'keeps one row for a cart that changes often' => function () {
        $scene = new Scene();
        $scene->note('cart', 7);
        $scene->note('cart', 8);
        $scene->now += 5;
        $scene->note('cart', 7);
        same(['8', '7'], array_column($scene->db->queued(), 'ref'));
        same('1800000005', $scene->db->queued()[1]['occurred_at']);
    },
    'leaves the log-in and the save of a registration out' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 42);
        $scene->note('contact.registered', 42);
        $scene->note('contact.logged_in', 42);
        $scene->note('contact.updated', 43);
        same(['contact.registered', 'contact.updated'], $scene->types());
    },
    'never replaces a consent' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada@customer.example', ['granted' => false]);
        $scene->note('contact.newsletter_subscribed', 'ada@customer.example', ['granted' => true]);
        $scene->note('contact.updated', 'ada@customer.example', ['granted' => false]);
        same(3, count($scene->types()));
    },
    'notes once what happens once' => function () {
        $scene = new Scene();
        $scene->note('order.paid', 300, [], 'order.paid-300');
        $scene->note('order.paid', 300, [], 'order.paid-300');
        same(['order.paid'], $scene->types());
    },
    'notes nothing of a storefront that nobody connected' => function () {
        $scene = new Scene();
        $only = new Keys([['storefront' => '2', 'inboundUrl' => 'https://hub.example/', 'secret' => 's']]);
        (new Recorder($scene->queue, $only, 'trim'))->note('contact.updated', 1, 7);
        same([], $scene->types());
    },
    'never breaks the page when the table is away' => function () {
        $scene = new Scene();
        $scene->db->run('DROP TABLE x_storewire_queue');
        $scene->note('contact.updated', 1);
        same(['An event could not be written to the queue: PDOException.'], $scene->log);
    },
    'sends signed events of the contract, oldest first, and empties the queue' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $scene->note('contact.updated', 'bo');
        same(['sent' => 2, 'refused' => 0, 'isHeldUp' => false], $scene->sender->run());
        $call = $scene->hub->calls[0];
        same('https://hub.example/inbound/v1/whole/events', $call['url']);
        same(Signature::inbound('secret-whole', $scene->now, $call['body']), $call['headers']['X-Hub-Signature']);
        $events = $scene->hub->events();
        same(['ada@customer.example', 'bo@customer.example'], [$events[0]['contact']['email'], $events[1]['contact']['email']]);
        same('2027-01-15T08:00:00Z', $events[0]['occurredAt']);
        same([], $scene->types());
    },
    'sends each storefront to its own store' => function () {
        $scene = new Scene();
        $scene->recorder->note('contact.updated', 'ada', 1);
        $scene->recorder->note('contact.updated', 'bo', 2);
        $scene->sender->run();
        same(['https://hub.example/inbound/v1/whole/events', 'https://hub.example/inbound/v1/two/events'], array_column($scene->hub->calls, 'url'));
    },
    'parts what is more than a hundred' => function () {
        $scene = new Scene();
        for ($i = 0; $i < 150; $i++) {
            $scene->note('contact.updated', "p$i");
        }
        same(150, $scene->sender->run()['sent']);
        same([100, 50], array_map(function ($call) {
            return count(json_decode($call['body'], true)['events']);
        }, $scene->hub->calls));
    },
    'tells that a cart was emptied only if the hub knew it' => function () {
        $scene = new Scene();
        $sent = function ($type) use ($scene) {
            $scene->expander->type = $type;
            $scene->note('cart', 7);
            $count = count($scene->hub->calls);
            $scene->sender->run();

            return count($scene->hub->calls) - $count;
        };
        same([0, 1, 1, 0], [$sent('cart.emptied'), $sent('cart.updated'), $sent('cart.emptied'), $sent('cart.emptied')]);
        $sent('cart.updated');
        $scene->now += 31 * 86400;
        same(0, $sent('cart.emptied'));
    },
    'drops what is gone from the shop' => function () {
        $scene = new Scene();
        $scene->expander->gone = ['ada'];
        $scene->note('contact.updated', 'ada');
        $scene->sender->run();
        same([[], []], [$scene->hub->calls, $scene->types()]);
    },
    'lets one unreadable object hold nobody up' => function () {
        $scene = new Scene();
        $scene->expander->broken = ['ada'];
        $scene->note('contact.updated', 'ada');
        $scene->note('contact.updated', 'bo');
        same(1, $scene->sender->run()['sent']);
        same(['ada'], array_column($scene->db->queued(), 'ref'));
        $scene->expander->broken = [];
        $scene->now += 31;
        same(1, $scene->sender->run()['sent']);
    },
    'waits longer each time the hub is away, and repeats the very same event' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $dues = [];
        foreach ([0, 503, 500] as $status) {
            $scene->hub->answers[] = FakeHub::said($status);
            same(true, $scene->sender->run()['isHeldUp']);
            $dues[] = $scene->db->queued()[0]['due_at'] - $scene->now;
            same(0, $scene->sender->run()['sent'], 'sent before it is due');
            $scene->now += end($dues);
        }
        same([30, 60, 120], $dues);
        $scene->sender->run();
        same(1, count(array_unique(array_column($scene->hub->calls, 'body'))));
        same(4, count($scene->hub->calls));
    },
    'obeys Retry-After' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $scene->hub->answers[] = FakeHub::said(429, [], 200);
        $scene->sender->run();
        same(200, $scene->db->queued()[0]['due_at'] - $scene->now);
    },
    'keeps events while the key is refused, and says what to do' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $scene->hub->answers[] = FakeHub::said(401);
        $scene->sender->run();
        same(['contact.updated'], $scene->types());
        same(1, preg_match('/download the module again/', $scene->log[0]));
    },
    'removes what the hub refuses, and names the field but no value' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $scene->note('contact.updated', 'bo');
        $scene->hub->answers[] = FakeHub::said(202, ['accepted' => 1, 'duplicates' => 0, 'rejected' => [['index' => 1, 'field' => 'contact.phone', 'message' => 'is too long.']]]);
        same(['sent' => 1, 'refused' => 1, 'isHeldUp' => false], $scene->sender->run());
        same(['The hub refused an event of type contact.updated: contact.phone is too long.'], $scene->log);
        same([], $scene->types());
    },
    'sends halves of what is too large' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $scene->note('contact.updated', 'bo');
        $scene->hub->answers = [FakeHub::said(413), FakeHub::said(202), FakeHub::said(413)];
        same(['sent' => 1, 'refused' => 1, 'isHeldUp' => false], $scene->sender->run());
    },
    'gives up after seven days' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        $scene->now += 8 * 86400;
        $scene->sender->run();
        same([[], []], [$scene->hub->calls, $scene->types()]);
    },
    'lets two processes share the queue without sending twice' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        same(1, count($scene->queue->claim(100, $scene->now)));
        same(0, count($scene->queue->claim(100, $scene->now)));
        same(1, count($scene->queue->claim(100, $scene->now + Queue::CLAIM_SECONDS + 1)), 'taken over from a process that died');
    },
    'brings values into the form of the contract' => function () {
        same('Zażółć & co', EventForm::text("  <b>Zażółć</b>  &amp; co\n"));
        same('Zaż', EventForm::text('Zażółć', 3));
        same([null, null], [EventForm::text("\xff"), EventForm::text('   ')]);
        same(['19.90', '0.00', null, null], [EventForm::amount('19.9'), EventForm::amount(0), EventForm::amount('-1'), EventForm::amount('x')]);
        same(['1990-05-04', null, null], [EventForm::day('1990-05-04 00:00:00'), EventForm::day('0000-00-00'), EventForm::day('1990-13-01')]);
        same(['PL', null], [EventForm::country('pl'), EventForm::country('POL')]);
        same([null, 'ada@customer.example'], [EventForm::email('ada'), EventForm::email(' ada@customer.example ')]);
        same(['3f2504e0-4f89', null, null], [EventForm::visitor(['smclient' => '3f2504e0-4f89']), EventForm::visitor(['smclient' => '<x>']), EventForm::visitor([])]);
    },
    'leaves out what is unknown, and keeps what is false or 0' => function () {
        $json = EventForm::json('e1', 'contact.updated', 1800000000, ['contact' => ['email' => 'a@customer.example', 'name' => null, 'address' => ['city' => null]], 'consents' => EventForm::newsletter(false, 1800000000, 'x')]);
        $event = json_decode($json, true);
        same(['email'], array_keys($event['contact']));
        same(false, $event['consents'][0]['granted']);
    },
    'refuses a request that is not signed, late, or repeated' => function () {
        $scene = new Scene();
        $status = ['do' => 'status'];
        same(200, $scene->ask($status)[0]);
        same(401, $scene->ask($status, ['secret' => 'guess'])[0]);
        same(401, $scene->ask($status, ['signature' => null])[0]);
        same(401, $scene->ask($status, ['timestamp' => (string) ($scene->now - 301)])[0]);
        same(401, $scene->ask($status, ['timestamp' => (string) ($scene->now + 301)])[0]);
        same(401, $scene->ask($status, ['nonce' => 'short'])[0]);
        $nonce = ['nonce' => 'abcdefghijklmnop'];
        same([200, 401], [$scene->ask($status, $nonce)[0], $scene->ask($status, $nonce)[0]]);
    },
    'does not take the signature of a delivery for one of a request' => function () {
        $scene = new Scene();
        $body = '{"do":"status"}';
        same(401, $scene->ask(['do' => 'status'], ['signature' => Signature::inbound('secret-whole', $scene->now, $body)])[0]);
    },
    'remembers nonces no longer than they could be repeated' => function () {
        $scene = new Scene();
        $scene->ask(['do' => 'status']);
        $scene->now += 700;
        $scene->ask(['do' => 'status']);
        same(1, count($scene->db->rows("SELECT name FROM x_storewire_mark WHERE name LIKE 'nonce:%'")));
    },
    'uses the route secret where there is one' => function () {
        $scene = new Scene();
        same([401, 200], [$scene->ask(['do' => 'status'], ['secret' => 'secret-two'])[0], $scene->ask(['do' => 'status'], ['secret' => 'secret-route'])[0]]);
    },
    'tells its version and what waits' => function () {
        $scene = new Scene();
        $scene->note('contact.updated', 'ada');
        same([200, ['platform' => 'test', 'version' => '1.0.0', 'waiting' => 1, 'oldest' => 1800000000]], $scene->ask(['do' => 'status']));
    },
    'reads, lists and pages subscribers' => function () {
        $scene = new Scene();
        $scene->newsletter->states = ['a@customer.example' => ['state' => 'in', 'at' => 1800000000, 'customerId' => 42], 'b@customer.example' => ['state' => 'pending', 'at' => null, 'customerId' => null]];
        $read = $scene->ask(['do' => 'read', 'emails' => ['a@customer.example', 'c@customer.example']]);
        same([
            ['email' => 'a@customer.example', 'state' => 'in', 'at' => '2027-01-15T08:00:00Z', 'customerId' => '42'],
            ['email' => 'c@customer.example', 'state' => 'unknown', 'at' => null, 'customerId' => null],
        ], $read[1]['items']);
        $page = $scene->ask(['do' => 'list', 'limit' => 1]);
        same('1', $page[1]['next']);
        same('b@customer.example', $scene->ask(['do' => 'list', 'limit' => 1, 'after' => '1'])[1]['items'][0]['email']);
    },
    'writes a consent once, reads it back, and tells nothing of it to the hub' => function () {
        $scene = new Scene();
        $scene->newsletter->states = ['a@customer.example' => ['state' => 'in', 'at' => null, 'customerId' => null]];
        $scene->newsletter->onWrite = function () use ($scene) {
            $scene->note('contact.updated', 'a@customer.example', ['granted' => false]);
        };
        $write = ['do' => 'write', 'email' => 'a@customer.example', 'state' => 'out', 'at' => '2027-01-15T08:00:00Z'];
        holds(['outcome' => 'written', 'state' => 'out', 'at' => '2027-01-15T08:00:00Z'], $scene->ask($write)[1]);
        holds(['outcome' => 'unchanged', 'state' => 'out'], $scene->ask($write)[1]);
        same([], $scene->types());
        $scene->note('contact.updated', 'b');
        same(['contact.updated'], $scene->types());
    },
    'reaches the storefront of its key, and the whole shop with a key that several share' => function () {
        $key = function ($storefront, $routeSecret) {
            return ['storefront' => $storefront, 'inboundUrl' => 'https://hub.example/', 'secret' => "inbound-$storefront", 'routeSecret' => $routeSecret];
        };
        foreach ([[['1', 'a'], ['2', 'b']], [['1', 'shared'], ['2', 'shared']]] as $stores) {
            $scene = new Scene();
            $scene->withKeys([$key($stores[0][0], $stores[0][1]), $key($stores[1][0], $stores[1][1])]);
            $read = ['do' => 'read', 'emails' => ['guest@customer.example']];
            same(200, $scene->ask($read, ['secret' => $stores[1][1]])[0]);
            same([$stores[1][1] === 'shared' ? null : '2'], $scene->newsletter->asked);
        }
    },
    'makes nothing for an opt-out of somebody unknown' => function () {
        $scene = new Scene();
        same([200, ['outcome' => 'missing']], $scene->ask(['do' => 'write', 'email' => 'x@customer.example', 'state' => 'out', 'at' => '2027-01-15T08:00:00Z']));
        same([], $scene->newsletter->states);
    },
    'says what is wrong with a request' => function () {
        $scene = new Scene();
        foreach ([['do' => 'erase'], ['do' => 'read'], ['do' => 'write', 'email' => 'x'], ['do' => 'write', 'email' => 'x@customer.example', 'state' => 'in', 'at' => 'never']] as $request) {
            same(400, $scene->ask($request)[0]);
        }
        same(413, $scene->routes->handle(['timestamp' => '1', 'nonce' => 'x', 'signature' => 'x'], str_repeat('x', 70000))[0]);
    },
];
