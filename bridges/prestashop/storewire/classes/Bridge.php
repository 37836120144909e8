<?php
namespace Storewire\Bridge\Prestashop;

use Storewire\Bridge\Shared\CurlHttp;
use Storewire\Bridge\Shared\Http;
use Storewire\Bridge\Shared\Keys;
use Storewire\Bridge\Shared\Marks;
use Storewire\Bridge\Shared\Queue;
use Storewire\Bridge\Shared\Recorder;
use Storewire\Bridge\Shared\Routes;
use Storewire\Bridge\Shared\Sender;
use Storewire\Bridge\Shared\Signature;
use Storewire\Bridge\Shared\Tables;

/** Puts the parts together, and takes the shop's side: installation, pages, cron. */
class Bridge
{
    /** Without a cron of its own the module sends after a page was delivered, so often at most. */
    const AFTER_PAGE_SECONDS = 60;

    private $version;
    private $db;
    private $keys;
    private $marks;
    private $queue;
    private $subscribers;
    private $recorder;
    private $events;
    private $isWaiting = false;

    public function __construct($folder, $version)
    {
        $this->version = $version;
        $this->db = new ShopDatabase();
        $this->keys = Keys::fromFolder($folder . '/keys');
        $this->marks = new Marks($this->db);
        $this->queue = new Queue($this->db);
        $this->subscribers = new Subscribers($this->db, $this->marks, self::guestTable());
        $this->recorder = new Recorder($this->queue, $this->keys, [__CLASS__, 'log']);
    }

    public function install()
    {
        foreach (array_merge(Tables::create($this->db), [Subscribers::createTable($this->db)]) as $sql) {
            $this->db->run($sql);
        }

        return true;
    }

    public function uninstall()
    {
        foreach (array_merge(Tables::drop($this->db), ['DROP TABLE IF EXISTS ' . $this->db->table(Subscribers::TABLE)]) as $sql) {
            $this->db->run($sql);
        }

        return true;
    }

    /** @return Events */
    public function events()
    {
        if ($this->events === null) {
            $this->events = new Events($this->recorder, $this->subscribers);
        }
        $this->sendAfterPage();

        return $this->events;
    }

    /**
     * Sends what waits, then compares the newsletter list. What a hook has told goes first, because it knows more.
     * @return array as `Sender::run`
     */
    public function send($maxSeconds = 50, $http = null)
    {
        $now = time();
        $this->marks->set('run', $now);
        $http = $http instanceof Http ? $http : new CurlHttp();
        $sender = new Sender($this->queue, $this->marks, $this->keys, new ShopExpander($this->subscribers), $http, [__CLASS__, 'log']);
        $sum = $sender->run($maxSeconds);
        $this->subscribers->sweep($this->recorder, $now);
        if (!$sum['isHeldUp']) {
            $more = $sender->run($maxSeconds);
            $sum = ['sent' => $sum['sent'] + $more['sent'], 'refused' => $sum['refused'] + $more['refused'], 'isHeldUp' => $more['isHeldUp']];
        }

        return $sum;
    }

    /** @return Routes */
    public function routes()
    {
        $about = ['platform' => 'prestashop', 'shopVersion' => _PS_VERSION_, 'version' => $this->version];

        return new Routes($this->keys, $this->marks, $this->subscribers, $this->queue, $this->recorder, $about);
    }

    /** The token for the tracker, or null for a guest. */
    public function identity()
    {
        $context = \Context::getContext();
        $store = $this->keys->ofStorefront((int) $context->shop->id);
        $customer = $context->customer;
        if (!$store || !$store['trackerSecret'] || !$customer || !$customer->isLogged()) {
            return null;
        }

        return Signature::identity($store['trackerSecret'], $customer->id, $customer->email, time());
    }

    /** The tracker's tag for the page's head. */
    public function tag()
    {
        $store = $this->keys->ofStorefront((int) \Context::getContext()->shop->id);

        return $store && $store['trackerUrl']
            ? '<script async src="' . htmlspecialchars($store['trackerUrl'], ENT_QUOTES, 'UTF-8') . '/s.js"></script>'
            : '';
    }

    /** @return string|null */
    public function cronToken()
    {
        return $this->keys->cronToken();
    }

    /** The page behind "Configure". */
    public function page()
    {
        if ($this->keys->isEmpty()) {
            return '<div class="alert alert-warning">The package has no keys. Download it in Storewire, on the page of the store, and install it over this one.</div>';
        }
        $state = $this->queue->state();
        $url = \Context::getContext()->link->getModuleLink('storewire', 'cron', ['token' => $this->cronToken()]);
        $run = $this->marks->at('run');
        $lines = [
            'Version ' . $this->version . '. Waiting events: ' . $state['waiting'] . '. Last sent: ' . ($run ? date('Y-m-d H:i:s', $run) : 'never') . '.',
            'Call this address every minute with the cron of your host: ' . $url,
        ];
        $html = '';
        foreach ($lines as $line) {
            $html .= '<p>' . htmlspecialchars($line, ENT_QUOTES, 'UTF-8') . '</p>';
        }

        return '<div class="panel card"><div class="card-body">' . $html . '</div></div>';
    }

    /** @param string $message without personal data */
    public static function log($message)
    {
        \PrestaShopLogger::addLog('Storewire: ' . $message, 2);
    }

    /** Only where PHP can end the answer first: no shopper waits for the hub. */
    private function sendAfterPage()
    {
        if ($this->isWaiting || !function_exists('fastcgi_finish_request') || PHP_SAPI === 'cli') {
            return;
        }
        $this->isWaiting = true;
        register_shutdown_function(function () {
            session_write_close();
            fastcgi_finish_request();
            try {
                if (time() - $this->marks->at('run') >= self::AFTER_PAGE_SECONDS) {
                    $this->send(20);
                }
            } catch (\Exception $exception) {
                self::log('The queue could not be sent: ' . get_class($exception) . '.');
            }
        });
    }

    private static function guestTable()
    {
        if (\Module::isInstalled('ps_emailsubscription')) {
            return 'emailsubscription';
        }

        return \Module::isInstalled('blocknewsletter') ? 'newsletter' : null;
    }
}
