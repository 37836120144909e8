<?php
namespace Storewire\Bridge\Shared;

/**
 * What the hub wrote into the package: per store its inbound address, the secret to sign with, and, where asked for, the
 * tracker. One file per store in a folder `keys/`, each returning an array, so that nothing shows when it is opened on the web.
 */
class Keys
{
    private $stores;

    /** @param array $stores each `storefront` (null for the whole shop), `inboundUrl`, `secret`, `routeSecret`, `trackerUrl`, `trackerSecret` */
    public function __construct(array $stores)
    {
        $this->stores = [];
        foreach ($stores as $store) {
            if (is_array($store) && !empty($store['inboundUrl']) && !empty($store['secret'])) {
                $none = ['storefront' => null, 'routeSecret' => null, 'trackerUrl' => null, 'trackerSecret' => null];
                $this->stores[] = $store + $none;
            }
        }
    }

    public static function fromFolder($folder)
    {
        $stores = [];
        $files = glob(rtrim($folder, '/') . '/*.php');
        foreach ($files ? $files : [] as $file) {
            if (basename($file) !== 'index.php') {
                $stores[] = include $file;
            }
        }

        return new self($stores);
    }

    public function isEmpty()
    {
        return count($this->stores) === 0;
    }

    /** The store that a storefront feeds: its own, else the one of the whole shop; null: nobody asked for this storefront. */
    public function ofStorefront($storefront)
    {
        $whole = null;
        foreach ($this->stores as $store) {
            if ($store['storefront'] !== null && (string) $store['storefront'] === (string) $storefront) {
                return $store;
            }
            if ($store['storefront'] === null && $whole === null) {
                $whole = $store;
            }
        }

        return $whole;
    }

    /** What requests of the hub are signed with, each with its storefront. @return array[] `secret`, `storefront` */
    public function forRoutes()
    {
        $all = [];
        foreach ($this->stores as $store) {
            $secret = $store['routeSecret'] ? $store['routeSecret'] : $store['secret'];
            $all[] = ['secret' => $secret, 'storefront' => $store['storefront']];
        }

        return $all;
    }

    /** For the address that a cron service calls; changes with the first secret. */
    public function cronToken()
    {
        return $this->isEmpty() ? null : substr(hash_hmac('sha256', 'storewire-cron', $this->stores[0]['secret']), 0, 32);
    }
}
