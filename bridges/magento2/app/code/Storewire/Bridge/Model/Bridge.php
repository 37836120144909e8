<?php
declare(strict_types=1);

namespace Storewire\Bridge\Model;

use Magento\Framework\App\ResourceConnection;
use Magento\Store\Model\StoreManagerInterface;
use Psr\Log\LoggerInterface;
use Storewire\Bridge\Shared\CurlHttp;
use Storewire\Bridge\Shared\Http;
use Storewire\Bridge\Shared\Keys;
use Storewire\Bridge\Shared\Marks;
use Storewire\Bridge\Shared\Queue;
use Storewire\Bridge\Shared\Recorder;
use Storewire\Bridge\Shared\Routes;
use Storewire\Bridge\Shared\Sender;
use Storewire\Bridge\Shared\ZendDatabase;

/** Puts the parts of the bridge together. */
class Bridge
{
    private const VERSION = '@VERSION@';

    private StoreManagerInterface $stores;
    private Subscribers $subscribers;
    private ShopExpander $expander;
    private LoggerInterface $logger;
    private Keys $keys;
    private Queue $queue;
    private Marks $marks;
    private Recorder $recorder;

    public function __construct(
        ResourceConnection $resource,
        StoreManagerInterface $stores,
        Subscribers $subscribers,
        ShopExpander $expander,
        LoggerInterface $logger
    ) {
        $this->stores = $stores;
        $this->subscribers = $subscribers;
        $this->expander = $expander;
        $this->logger = $logger;
        $db = new ZendDatabase($resource->getConnection(), static fn (string $name): string => $resource->getTableName($name));
        $this->keys = Keys::fromFolder(dirname(__DIR__) . '/keys');
        $this->queue = new Queue($db);
        $this->marks = new Marks($db);
        $this->recorder = new Recorder($this->queue, $this->keys, [$this, 'log']);
    }

    public function keys(): Keys
    {
        return $this->keys;
    }

    public function subscribers(): Subscribers
    {
        return $this->subscribers;
    }

    public function recorder(): Recorder
    {
        return $this->recorder;
    }

    /** Id of the store view that is shown now. */
    public function storefront(): int
    {
        return (int) $this->stores->getStore()->getId();
    }

    public function sender(?Http $http = null): Sender
    {
        return new Sender($this->queue, $this->marks, $this->keys, $this->expander, $http ?? new CurlHttp(), [$this, 'log']);
    }

    public function routes(): Routes
    {
        $about = ['platform' => 'magento2', 'version' => self::VERSION];

        return new Routes($this->keys, $this->marks, $this->subscribers, $this->queue, $this->recorder, $about);
    }

    /** @param string $message without personal data */
    public function log(string $message): void
    {
        $this->logger->warning('Storewire: ' . $message);
    }
}
