<?php
use Storewire\Bridge\Shared\Database;
use Storewire\Bridge\Shared\Expander;
use Storewire\Bridge\Shared\Http;
use Storewire\Bridge\Shared\Keys;
use Storewire\Bridge\Shared\Newsletter;

/** SQLite in memory in place of the shop's MySQL, with the functions of MySQL that the modules use. */
class MemoryDatabase implements Database
{
    public $pdo;

    public function __construct($file = ':memory:')
    {
        $this->pdo = new PDO('sqlite:' . $file);
        $this->pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        $this->pdo->setAttribute(PDO::ATTR_STRINGIFY_FETCHES, true);
        $this->pdo->sqliteCreateFunction('MD5', 'md5');
        $this->pdo->sqliteCreateFunction('UNHEX', 'hex2bin');
        $this->pdo->exec('CREATE TABLE IF NOT EXISTS x_storewire_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL, ref TEXT NOT NULL, storefront TEXT NOT NULL, detail TEXT NOT NULL, occurred_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL, body TEXT, attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL DEFAULT 0,
            claim TEXT NOT NULL DEFAULT \'\', claimed_at INTEGER NOT NULL DEFAULT 0)');
        $this->pdo->exec('CREATE TABLE IF NOT EXISTS x_storewire_mark (name TEXT PRIMARY KEY, at INTEGER NOT NULL)');
    }

    public function run($sql, array $params = [])
    {
        $statement = $this->pdo->prepare($sql);
        $statement->execute($params);

        return $statement->rowCount();
    }

    public function rows($sql, array $params = [])
    {
        $statement = $this->pdo->prepare($sql);
        foreach (array_values($params) as $i => $value) {
            $statement->bindValue($i + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        }
        $statement->execute();

        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }

    public function table($name)
    {
        return 'x_' . $name;
    }

    public function queued()
    {
        return $this->rows('SELECT * FROM x_storewire_queue ORDER BY id');
    }
}

/** A hub that answers what it is told to, and keeps what it got. */
class FakeHub implements Http
{
    public $calls = [];
    public $answers;

    public function __construct(array $answers = [])
    {
        $this->answers = $answers;
    }

    public function post($url, array $headers, $body)
    {
        $this->calls[] = ['url' => $url, 'headers' => $headers, 'body' => $body];
        // The hub's tests hold what the modules make against the contract.
        if (getenv('STOREWIRE_TEST_EVENTS')) {
            file_put_contents(getenv('STOREWIRE_TEST_EVENTS'), $body . "\n", FILE_APPEND);
        }
        $answer = array_shift($this->answers);

        return $answer ? $answer : self::said(202, ['accepted' => 1, 'duplicates' => 0, 'rejected' => []]);
    }

    public static function said($status, $body = [], $retryAfter = null)
    {
        return ['status' => $status, 'retryAfter' => $retryAfter, 'body' => json_encode($body)];
    }

    /** Events of all deliveries. */
    public function events()
    {
        $events = [];
        foreach ($this->calls as $call) {
            $body = json_decode($call['body'], true);
            $events = array_merge($events, $body['events']);
        }

        return $events;
    }
}

/** Tells of every hint an address made of its ref. */
class PlainExpander implements Expander
{
    public $gone = [];
    public $broken = [];
    public $type = null;

    public function expand(array $hint)
    {
        if (in_array($hint['ref'], $this->broken, true)) {
            throw new RuntimeException('broken');
        }

        $fields = ['contact' => ['email' => $hint['ref'] . '@customer.example']] + ($this->type === 'cart.updated' ? ['cart' => ['currency' => 'PLN', 'lines' => [['productId' => '1', 'quantity' => 1]]]] : []);

        return in_array($hint['ref'], $this->gone, true) ? null : $fields + ($this->type ? ['type' => $this->type] : []);
    }
}

class FakeNewsletter implements Newsletter
{
    public $states = [];
    public $onWrite = null;
    /** For which storefronts somebody asked. */
    public $asked = [];

    public function read($email, $storefront)
    {
        $this->asked[] = $storefront;
        return isset($this->states[$email]) ? $this->states[$email] : null;
    }

    public function page($after, $limit, $storefront)
    {
        $items = [];
        foreach ($this->states as $email => $state) {
            $items[] = $state + ['email' => $email];
        }
        $from = (int) $after;

        return ['items' => array_slice($items, $from, $limit), 'next' => $from + $limit < count($items) ? (string) ($from + $limit) : null];
    }

    public function write($email, $isGranted, $at, $storefront)
    {
        $this->states[$email] = ['state' => $isGranted ? 'in' : 'out', 'at' => $at, 'customerId' => null];
        if ($this->onWrite) {
            call_user_func($this->onWrite);
        }
    }
}

function someKeys()
{
    return new Keys([
        ['storefront' => null, 'inboundUrl' => 'https://hub.example/inbound/v1/whole/events', 'secret' => 'secret-whole', 'trackerUrl' => 'https://hub.example/t/whole', 'trackerSecret' => 'secret-tracker'],
        ['storefront' => '2', 'inboundUrl' => 'https://hub.example/inbound/v1/two/events', 'secret' => 'secret-two', 'routeSecret' => 'secret-route'],
    ]);
}
