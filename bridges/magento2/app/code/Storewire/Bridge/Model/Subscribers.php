<?php
declare(strict_types=1);

namespace Storewire\Bridge\Model;

use Magento\Newsletter\Model\ResourceModel\Subscriber\CollectionFactory;
use Magento\Newsletter\Model\SubscriberFactory;
use Magento\Store\Model\StoreManagerInterface;
use Storewire\Bridge\Shared\Newsletter;

/** Magento's subscriber list, accounts and guests: one row per website and address. */
class Subscribers implements Newsletter
{
    private const STATES = [1 => 'in', 2 => 'pending', 3 => 'out', 4 => 'pending'];

    private CollectionFactory $collections;
    private SubscriberFactory $factory;
    private StoreManagerInterface $stores;

    public function __construct(CollectionFactory $collections, SubscriberFactory $factory, StoreManagerInterface $stores)
    {
        $this->collections = $collections;
        $this->factory = $factory;
        $this->stores = $stores;
    }

    public function read($email, $storefront)
    {
        $rows = $this->rowsOf($email, $storefront);

        return $rows ? $this->answerOf($rows[0]) : null;
    }

    public function page($after, $limit, $storefront)
    {
        $collection = $this->collections->create();
        $collection->addFieldToFilter('main_table.subscriber_id', ['gt' => (int) $after]);
        if ($storefront !== null) {
            $collection->addFieldToFilter('main_table.store_id', ['in' => $this->viewsBeside((int) $storefront)]);
        }
        $collection->setOrder('main_table.subscriber_id', 'ASC')->setPageSize((int) $limit)->setCurPage(1);
        $rows = array_values($collection->getItems());
        $items = array_map(fn ($row): array => ['email' => $row->getData('subscriber_email')] + $this->answerOf($row), $rows);

        return ['items' => $items, 'next' => count($rows) === (int) $limit ? (string) end($rows)->getId() : null];
    }

    /** Every row of the address that the key may see; "import mode" is Magento's word for "without a mail". */
    public function write($email, $isGranted, $at, $storefront)
    {
        $rows = $this->rowsOf($email, $storefront);
        if ($rows === [] && $isGranted) {
            $view = $storefront === null ? (int) $this->stores->getDefaultStoreView()->getId() : (int) $storefront;
            $row = $this->factory->create();
            $row->setData(['subscriber_email' => $email, 'store_id' => $view, 'customer_id' => 0]);
            $row->setSubscriberConfirmCode($row->randomSequence());
            $rows = [$row];
        }
        foreach ($rows as $row) {
            $row->setImportMode(true);
            $row->setData('subscriber_status', $isGranted ? 1 : 3);
            $row->setData('change_status_at', gmdate('Y-m-d H:i:s', $at));
            $row->save();
        }
    }

    /** As the table has it; 0 for a row that is not there yet. */
    public function statusOf(int $id): int
    {
        if ($id === 0) {
            return 0;
        }
        $rows = $this->collections->create()->addFieldToFilter('main_table.subscriber_id', ['in' => [$id]])->getItems();
        $row = reset($rows);

        return $row ? (int) $row->getData('subscriber_status') : 0;
    }

    private function rowsOf($email, $storefront): array
    {
        $collection = $this->collections->create();
        $collection->addFieldToFilter('main_table.subscriber_email', $email);
        if ($storefront !== null) {
            $collection->addFieldToFilter('main_table.store_id', ['in' => $this->viewsBeside((int) $storefront)]);
        }
        $rows = array_values($collection->getItems());
        // One yes among several websites is a yes.
        usort($rows, static fn ($a, $b): int => ((int) $b->getData('subscriber_status') === 1) <=> ((int) $a->getData('subscriber_status') === 1));

        return $rows;
    }

    private function answerOf($row): array
    {
        $changed = $row->getData('change_status_at');

        return [
            'state' => self::STATES[(int) $row->getData('subscriber_status')] ?? 'unknown',
            'at' => $changed ? strtotime($changed . ' UTC') : null,
            'customerId' => (int) $row->getData('customer_id') ?: null,
        ];
    }

    /** The store views of the same website: they share the list. */
    private function viewsBeside(int $view): array
    {
        $website = $this->stores->getStore($view)->getWebsiteId();
        $ids = [];
        foreach ($this->stores->getStores() as $store) {
            if ($store->getWebsiteId() === $website) {
                $ids[] = (int) $store->getId();
            }
        }

        return $ids;
    }
}
