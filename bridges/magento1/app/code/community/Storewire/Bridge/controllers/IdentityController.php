<?php
use Storewire\Bridge\Shared\Signature;

/** Tells the tracker who is logged in: a signed token as text, 404 for a guest. */
class Storewire_Bridge_IdentityController extends Mage_Core_Controller_Front_Action
{
    public function indexAction()
    {
        $store = Mage::getSingleton('storewire_bridge/service')->currentKeys();
        $session = Mage::getSingleton('customer/session');
        $isKnown = $store && $store['trackerSecret'] && $session->isLoggedIn();
        $customer = $isKnown ? $session->getCustomer() : null;
        $this->getResponse()
            ->setHttpResponseCode($isKnown ? 200 : 404)
            ->setHeader('Content-Type', 'text/plain; charset=utf-8', true)
            ->setHeader('Cache-Control', 'private, no-store', true)
            ->setBody($customer ? Signature::identity($store['trackerSecret'], $customer->getId(), $customer->getEmail(), time()) : '');
    }
}
