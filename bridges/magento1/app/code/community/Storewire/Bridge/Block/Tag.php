<?php
/** The tracker's tag. Who is logged in is not in the page, which a cache may share; the script asks the identity route. */
class Storewire_Bridge_Block_Tag extends Mage_Core_Block_Abstract
{
    protected function _toHtml()
    {
        $store = Mage::getSingleton('storewire_bridge/service')->currentKeys();

        return $store && $store['trackerUrl']
            ? '<script async src="' . htmlspecialchars($store['trackerUrl'], ENT_QUOTES, 'UTF-8') . '/s.js"></script>'
            : '';
    }
}
