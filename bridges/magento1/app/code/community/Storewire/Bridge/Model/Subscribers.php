<?php
require_once dirname(__DIR__) . '/Shared/load.php';

use Storewire\Bridge\Shared\Newsletter;

/** Magento's subscriber list, accounts and guests. Magento 1 itself looks addresses up without the store, so one row counts. */
class Storewire_Bridge_Model_Subscribers implements Newsletter
{
    private static $states = [1 => 'in', 2 => 'pending', 3 => 'out', 4 => 'pending'];

    public function read($email, $storefront)
    {
        $row = Mage::getModel('newsletter/subscriber')->loadByEmail($email);

        return $row->getId() ? $this->answerOf($row) : null;
    }

    public function page($after, $limit, $storefront)
    {
        $collection = Mage::getModel('newsletter/subscriber')->getCollection();
        $collection->addFieldToFilter('main_table.subscriber_id', ['gt' => (int) $after]);
        if ($storefront !== null) {
            $views = Mage::app()->getStore((int) $storefront)->getWebsite()->getStoreIds();
            $collection->addFieldToFilter('main_table.store_id', ['in' => array_values($views)]);
        }
        $collection->setOrder('main_table.subscriber_id', 'ASC')->setPageSize((int) $limit)->setCurPage(1);
        $rows = array_values($collection->getItems());
        $items = [];
        foreach ($rows as $row) {
            $items[] = ['email' => $row->getData('subscriber_email')] + $this->answerOf($row);
        }

        return ['items' => $items, 'next' => count($rows) === (int) $limit ? (string) end($rows)->getId() : null];
    }

    /** "Import mode" is Magento's word for "without a mail". */
    public function write($email, $isGranted, $at, $storefront)
    {
        $row = Mage::getModel('newsletter/subscriber')->loadByEmail($email);
        if (!$row->getId()) {
            if (!$isGranted) {
                return;
            }
            $view = $storefront === null ? Mage::app()->getDefaultStoreView()->getId() : (int) $storefront;
            $row->setData('subscriber_email', $email);
            $row->setData('store_id', $view);
            $row->setData('customer_id', 0);
            $row->setData('subscriber_confirm_code', $row->randomSequence());
        }
        $row->setImportMode(true);
        $row->setData('subscriber_status', $isGranted ? 1 : 3);
        $row->setData('change_status_at', gmdate('Y-m-d H:i:s', $at));
        $row->save();
    }

    /** As the table has it; 0 for a row that is not there yet. */
    public function statusOf($id)
    {
        return $id ? (int) Mage::getModel('newsletter/subscriber')->load($id)->getData('subscriber_status') : 0;
    }

    private function answerOf($row)
    {
        $status = (int) $row->getData('subscriber_status');
        $changed = $row->getData('change_status_at');
        $customer = (int) $row->getData('customer_id');

        return [
            'state' => isset(self::$states[$status]) ? self::$states[$status] : 'unknown',
            'at' => $changed ? strtotime($changed . ' UTC') : null,
            'customerId' => $customer ? $customer : null,
        ];
    }
}
