<?php
require_once dirname(__DIR__) . '/Shared/load.php';

use Storewire\Bridge\Shared\CurlHttp;
use Storewire\Bridge\Shared\Http;
use Storewire\Bridge\Shared\Keys;
use Storewire\Bridge\Shared\Marks;
use Storewire\Bridge\Shared\Queue;
use Storewire\Bridge\Shared\Recorder;
use Storewire\Bridge\Shared\Routes;
use Storewire\Bridge\Shared\Sender;
use Storewire\Bridge\Shared\Tables;
use Storewire\Bridge\Shared\ZendDatabase;

/** Puts the parts of the bridge together. */
class Storewire_Bridge_Model_Service
{
    const VERSION = '@VERSION@';

    private $db;
    private $keys;
    private $queue;
    private $marks;
    private $recorder;

    public function __construct()
    {
        $resource = Mage::getSingleton('core/resource');
        $this->db = new ZendDatabase($resource->getConnection('core_write'), function ($name) use ($resource) {
            return $resource->getTableName($name);
        });
        $this->keys = Keys::fromFolder(dirname(__DIR__) . '/keys');
        $this->queue = new Queue($this->db);
        $this->marks = new Marks($this->db);
        $this->recorder = new Recorder($this->queue, $this->keys, [$this, 'log']);
    }

    public function install()
    {
        foreach (Tables::create($this->db) as $sql) {
            $this->db->run($sql);
        }
    }

    /** @return Recorder */
    public function recorder()
    {
        return $this->recorder;
    }

    /** Keys of the store view that is shown now, or null. */
    public function currentKeys()
    {
        return $this->keys->ofStorefront(Mage::app()->getStore()->getId());
    }

    /** @return Sender */
    public function sender($http = null)
    {
        $http = $http instanceof Http ? $http : new CurlHttp();

        return new Sender($this->queue, $this->marks, $this->keys, Mage::getSingleton('storewire_bridge/expander'), $http, [$this, 'log']);
    }

    /** @return Routes */
    public function routes()
    {
        $about = ['platform' => 'magento1', 'shopVersion' => Mage::getVersion(), 'version' => self::VERSION];
        $subscribers = Mage::getSingleton('storewire_bridge/subscribers');

        return new Routes($this->keys, $this->marks, $subscribers, $this->queue, $this->recorder, $about);
    }

    /** @param string $message without personal data */
    public function log($message)
    {
        Mage::log('Storewire: ' . $message, 4, 'storewire.log', true);
    }
}
